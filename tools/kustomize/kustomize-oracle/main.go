// The command kustomize-oracle answers with what `kustomize build` makes of trees of files, without a process for each build.
//
// A request is a line of JSON on standard input, its answer a line on standard output. A build runs as the command itself does, with the
// arguments of the request, over files that are nowhere but in the request. What one build leaves behind in the process is undone before
// the next, so that each sees what a fresh process would see.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"
	"runtime/debug"
	"time"

	"sigs.k8s.io/kustomize/api/konfig"
	"sigs.k8s.io/kustomize/kustomize/v5/commands/build"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/kustomize/kyaml/openapi"
)

type request struct {
	// Files by absolute path.
	Files map[string][]byte `json:"files"`
	// Disk reads the disk instead of Files.
	Disk bool `json:"disk"`
	// Args of `kustomize build`, the folder among them.
	Args []string `json:"args"`
	// Times says how often to build; 0 is once.
	Times int `json:"times"`
}

type answer struct {
	Stdout []byte `json:"stdout,omitempty"`
	Stderr string `json:"stderr,omitempty"`
	// Error is the text of the error that ended the build, Panic of the panic.
	Error string `json:"error,omitempty"`
	Panic string `json:"panic,omitempty"`
	// Failed is true where the command would have ended with another code than 0.
	Failed bool    `json:"failed,omitempty"`
	Millis float64 `json:"millis"`
}

func main() {
	stdout := bufio.NewWriter(os.Stdout)
	stderr, err := captureStderr()
	if err != nil {
		log.Fatal(err)
	}
	stdin := bufio.NewReaderSize(os.Stdin, 1<<20)
	for {
		line, err := stdin.ReadBytes('\n')
		if err == io.EOF {
			return
		}
		if err != nil {
			log.Fatal(err)
		}
		if err := json.NewEncoder(stdout).Encode(answers(line, stderr)); err != nil {
			log.Fatal(err)
		}
		if err := stdout.Flush(); err != nil {
			log.Fatal(err)
		}
	}
}

func answers(line []byte, stderr *capture) []answer {
	var asked request
	if err := json.Unmarshal(line, &asked); err != nil {
		return []answer{{Failed: true, Error: fmt.Sprintf("the request cannot be read: %v", err)}}
	}
	var fSys filesys.FileSystem = newMemory(asked.Files)
	if asked.Disk {
		fSys = filesys.MakeFsOnDisk()
	}
	usesSchema := asked.Disk || mentionsOpenAPI(asked.Files)
	var given []answer
	for i := 0; i < max(asked.Times, 1); i++ {
		if usesSchema {
			openapi.ResetOpenAPI()
		}
		given = append(given, run(fSys, asked.Args, stderr))
	}
	// Without the field the schema is the built-in one, which is expensive to read, and nothing of a build changes it.
	if usesSchema {
		openapi.ResetOpenAPI()
	}
	return given
}

func run(fSys filesys.FileSystem, args []string, stderr *capture) (given answer) {
	var out bytes.Buffer
	started := time.Now()
	defer func() {
		if trouble := recover(); trouble != nil {
			given = answer{Failed: true, Panic: fmt.Sprintf("%v\n%s", trouble, debug.Stack())}
		}
		given.Stderr = stderr.take()
		given.Millis = float64(time.Since(started).Microseconds()) / 1000
	}()
	cmd := build.NewCmdBuild(fSys, build.MakeHelp(konfig.ProgramName, "build"), &out)
	build.AddFunctionAlphaEnablementFlags(cmd.Flags())
	cmd.SetArgs(args)
	cmd.SetOut(os.Stderr)
	cmd.SetErr(os.Stderr)
	cmd.SilenceErrors = true
	if err := cmd.Execute(); err != nil {
		return answer{Failed: true, Error: err.Error()}
	}
	return answer{Stdout: out.Bytes()}
}

// The field may be written in upper and lower case, in any of the files.
func mentionsOpenAPI(files map[string][]byte) bool {
	for _, content := range files {
		if bytes.Contains(bytes.ToLower(content), []byte("openapi")) {
			return true
		}
	}
	return false
}
