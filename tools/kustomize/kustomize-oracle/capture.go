package main

import (
	"io"
	"log"
	"os"
)

// capture is a file without a name in the place of standard error: kustomize writes its warnings there wherever it is.
type capture struct {
	file *os.File
}

func captureStderr() (*capture, error) {
	file, err := os.CreateTemp("", "kustomize-oracle-")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(file.Name()); err != nil {
		return nil, err
	}
	os.Stdout = file
	os.Stderr = file
	log.SetOutput(fatal{file})
	// The time of day would differ from run to run.
	log.SetFlags(0)
	return &capture{file}, nil
}

// take gives what was written since it was last called.
func (c *capture) take() string {
	size, err := c.file.Seek(0, io.SeekCurrent)
	if err != nil || size == 0 {
		return ""
	}
	content := make([]byte, size)
	if _, err := c.file.ReadAt(content, 0); err != nil {
		return err.Error()
	}
	if _, err := c.file.Seek(0, io.SeekStart); err != nil {
		return err.Error()
	}
	return string(content)
}

// fatal writes what is logged to the true standard error too: log.Fatal ends the process, and its last words say why.
type fatal struct {
	file *os.File
}

// Held, since a file that nothing refers to is closed.
var terminal = os.Stderr

func (f fatal) Write(line []byte) (int, error) {
	if _, err := terminal.Write(line); err != nil {
		return 0, err
	}
	return f.file.Write(line)
}
