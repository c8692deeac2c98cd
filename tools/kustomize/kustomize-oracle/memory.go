package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"sigs.k8s.io/kustomize/kyaml/errors"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// memory is a file system of plain files and folders that answers, and fails, in the words of the one on disk: the one of kyaml has
// other rules for names and other errors. What writes is what that one does; a build to standard output does not write.
type memory struct {
	filesys.FileSystem
	files   map[string][]byte
	folders map[string]bool
}

func newMemory(files map[string][]byte) memory {
	m := memory{filesys.MakeEmptyDirInMemory(), map[string][]byte{}, map[string]bool{"/": true}}
	for path, content := range files {
		clean := filepath.Clean("/" + path)
		m.files[clean] = content
		for folder := filepath.Dir(clean); !m.folders[folder]; folder = filepath.Dir(folder) {
			m.folders[folder] = true
		}
	}
	return m
}

func (m memory) IsDir(name string) bool {
	path, err := m.resolve("stat", name)
	return err == nil && m.folders[path]
}

func (m memory) Exists(name string) bool {
	_, err := m.resolve("stat", name)
	return err == nil
}

func (m memory) ReadFile(name string) ([]byte, error) {
	path, err := m.resolve("open", name)
	if err != nil {
		return nil, errors.Wrap(err)
	}
	if m.folders[path] {
		return nil, errors.Wrap(&os.PathError{Op: "read", Path: name, Err: syscall.EISDIR})
	}
	return append([]byte{}, m.files[path]...), nil
}

func (m memory) CleanedAbs(name string) (filesys.ConfirmedDir, string, error) {
	path := filepath.Clean("/" + name)
	if err := m.walk(path); err != nil {
		return "", "", fmt.Errorf("evalsymlink failure on '%s' : %w", name, err)
	}
	if m.folders[path] {
		return filesys.ConfirmedDir(path), "", nil
	}
	return filesys.ConfirmedDir(filepath.Dir(path)), filepath.Base(path), nil
}

// resolve finds what a system call would find at a path.
func (m memory) resolve(call, name string) (string, error) {
	path := filepath.Clean("/" + name)
	if err := fault(name); err != nil {
		return "", &os.PathError{Op: call, Path: name, Err: err}
	}
	if m.folders[path] {
		return path, nil
	}
	if _, found := m.files[path]; found {
		return path, nil
	}
	for folder := filepath.Dir(path); folder != "/"; folder = filepath.Dir(folder) {
		if _, found := m.files[folder]; found {
			return "", &os.PathError{Op: call, Path: name, Err: syscall.ENOTDIR}
		}
	}
	return "", &os.PathError{Op: call, Path: name, Err: syscall.ENOENT}
}

// walk goes down a path as filepath.EvalSymlinks does.
func (m memory) walk(path string) error {
	at := ""
	parts := strings.Split(strings.TrimPrefix(path, "/"), "/")
	for i, part := range parts {
		if part == "" {
			return nil
		}
		at += "/" + part
		if err := fault(at); err != nil {
			return &os.PathError{Op: "lstat", Path: at, Err: err}
		}
		if m.folders[at] {
			continue
		}
		if _, found := m.files[at]; !found {
			return &os.PathError{Op: "lstat", Path: at, Err: syscall.ENOENT}
		}
		if i < len(parts)-1 {
			return syscall.ENOTDIR
		}
	}
	return nil
}

// fault says why Linux would not even look for a path.
func fault(path string) error {
	if strings.Contains(path, "\x00") {
		return syscall.EINVAL
	}
	if len(path) >= 4096 {
		return syscall.ENAMETOOLONG
	}
	for _, part := range strings.Split(path, "/") {
		if len(part) > 255 {
			return syscall.ENAMETOOLONG
		}
	}
	return nil
}
