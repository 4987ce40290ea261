package source

// This file walks through a dump's folder and knows its files by their names.

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"syscall"
	"time"

	"k8s.io/apimachinery/pkg/util/json"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// troubleAtMost bounds how many broken files are named one by one.
const troubleAtMost = 20

// walk reads every file below the folder. Only the context ends it early.
func (d *dump) walk(ctx context.Context) error {
	return fs.WalkDir(d.root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case err != nil:
			d.broken(name, err)
			if entry != nil && entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case name != "." && strings.HasPrefix(entry.Name(), "."): // .git; also where Kubernetes keeps the files of a mounted ConfigMap, which links lead to
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case entry.IsDir():
			return nil
		default:
			return d.file(ctx, name)
		}
	})
}

// file reads one file by its name. Its error is the context's: what is wrong with the file is remembered.
func (d *dump) file(ctx context.Context, name string) error {
	var err error
	base := path.Base(name)
	switch {
	case name == "asOf.txt":
		err = d.readAsOf(name)
	case base == "version.json" || base == "cluster_version.json":
		err = d.readVersion(name)
	case strings.HasSuffix(base, "-errors.json"):
		err = d.readErrors(name)
	case suffix(base) != "":
		err = d.readObjects(ctx, name)
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err != nil {
		d.broken(name, err)
	}
	return nil
}

// suffix is the part of a name that says a file holds objects; empty where it does not.
func suffix(name string) string {
	switch ext := path.Ext(name); ext {
	case ".json", ".yaml", ".yml":
		return ext
	default:
		return ""
	}
}

// open opens a file of the dump. A symbolic link is followed within the dump; os.Root lets none lead out of it. A
// pipe or device would wait for ever.
func (d *dump) open(name string) (*os.File, error) {
	info, err := d.root.Stat(name)
	var system syscall.Errno
	switch {
	case err != nil && !errors.As(err, &system): // the refusal of os.Root is the one error here that is none of the system's
		return nil, errors.New("is a symbolic link that leads out of the dump: put a copy there")
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New("is no regular file")
	}
	f, err := d.root.Open(name)
	if err != nil {
		return nil, err
	}
	d.into.Requests++
	d.into.Bytes += int(info.Size())
	return f, nil
}

// small reads a file that has no reason to be large.
func (d *dump) small(name string) ([]byte, error) {
	f, err := d.open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, 1<<20))
}

// broken remembers a file, or a place in one, that could not be read. The cluster's state stays ok, because the
// rest of the dump was read. What the file would have held can often be told from its name; where it cannot, the
// read stands for all resources, so that nothing is called absent which may have stood in it.
func (d *dump) broken(name string, err error) {
	var failed *fs.PathError
	if errors.As(err, &failed) {
		err = failed.Err
	}
	resource, namespace := "*", ""
	if k, ok := d.kindOfPath(name); ok {
		resource = k.Plural()
	}
	var at *atLine
	if errors.As(err, &at) {
		name = fmt.Sprintf("%s:%d", name, at.line)
		if at.resource != "" {
			resource, namespace = at.resource, at.namespace
		}
	}
	d.fault(resource, namespace, schemas.ReadFailed, fmt.Sprintf("%s: %v", name, err))
}

func (d *dump) fault(resource, namespace string, state schemas.ReadState, message string) {
	read := schemas.RunRead{Resource: resource, Namespace: namespace, State: state, Message: facts.Clean(message, 0)}
	if slices.ContainsFunc(d.rows, func(k facts.Kind) bool { return k.Beside && k.Plural() == resource }) {
		if len(d.beside) < troubleAtMost {
			d.beside = append(d.beside, read)
		}
		return
	}
	switch n := len(d.trouble); {
	case n < troubleAtMost:
		d.trouble = append(d.trouble, read)
	case n == troubleAtMost:
		d.trouble = append(d.trouble, schemas.RunRead{Resource: "*", State: schemas.ReadFailed, Message: "more files are broken"})
	}
}

// atLine is an error at a line of a file, and what is missed for it where that is known.
type atLine struct {
	line      int
	resource  string
	namespace string
	err       error
}

func (e *atLine) Error() string { return e.err.Error() }
func (e *atLine) Unwrap() error { return e.err }

// readAsOf takes the dump's own clock, by which its facts are judged.
func (d *dump) readAsOf(name string) error {
	b, err := d.small(name)
	if err != nil {
		return err
	}
	at, err := time.Parse(time.RFC3339, string(bytes.TrimSpace(b)))
	if err != nil {
		return errors.New("holds no RFC 3339 time, such as 2026-11-23T02:10:00Z")
	}
	d.into.AsOf = at.UTC().Truncate(time.Second)
	return nil
}

// readVersion finds the server's version as kubectl version, kubectl get --raw /version and support bundles write
// it. A file of that name that says something else is somebody else's.
func (d *dump) readVersion(name string) error {
	type version struct {
		GitVersion string `json:"gitVersion"`
	}
	var v struct {
		version
		Server version `json:"serverVersion"`
		Info   version `json:"info"`
	}
	b, err := d.small(name)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(bytes.TrimPrefix(b, utf8Mark), &v); err != nil {
		return nil
	}
	for _, found := range []version{v.version, v.Server, v.Info} {
		if found.GitVersion != "" {
			d.into.Kubernetes = facts.Clean(found.GitVersion, 64)
		}
	}
	return nil
}
