package main

// This file finds out what the arguments of diff are: a snapshot, a data folder or a revision is known by what is there.

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/plimsoll-k8s/plimsoll/schemas"
	"github.com/plimsoll-k8s/plimsoll/site"
	"github.com/plimsoll-k8s/plimsoll/site/git"
)

func repoFlag() cli.Flag {
	return &cli.StringFlag{Name: "repo", Value: ".", Usage: "the Git repository `DIR` of revisions, or a folder inside it"}
}

func pathFlag() cli.Flag {
	return &cli.StringFlag{Name: "path", Usage: "where the site lies in the repository, a folder `PATH`; not needed where there is one site", DefaultText: "found"}
}

// states is where the two sides may come from.
type states struct {
	repo  *git.Repository // nil where there is none
	where error           // why there is none
	path  string          // --path
}

// sides opens what the arguments name: OLD NEW, A..B, A...B, or a revision against what lies in the working folder.
func sides(c *cli.Context) (old, new *site.Side, err error) {
	s := &states{path: c.String("path")}
	if s.repo, s.where = git.OpenRepository(c.String("repo")); s.where != nil && c.IsSet("repo") {
		return nil, nil, s.where
	}
	switch args := c.Args().Slice(); {
	case len(args) == 2:
		if old, err = s.side(args[0]); err != nil {
			return nil, nil, err
		}
		new, err = s.side(args[1])
		return old, new, err
	case len(args) == 1 && !onDisk(args[0]) && s.repo != nil:
		return s.span(args[0])
	case len(args) == 1 && !onDisk(args[0]) && strings.Contains(args[0], ".."):
		return nil, nil, fmt.Errorf("%s: %w; --repo names one", args[0], s.where)
	default:
		return nil, nil, errors.New("name two snapshots, data folders or revisions, such as plimsoll diff before after, or plimsoll diff main...HEAD")
	}
}

func onDisk(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

// side is what one argument names. What could be two things is not guessed.
func (s *states) side(name string) (*site.Side, error) {
	info, err := os.Stat(name)
	here := err == nil
	plainly := strings.HasPrefix(name, ".") || filepath.IsAbs(name)
	var revision *git.Revision
	var why error
	switch {
	case plainly:
	case s.repo == nil:
		why = s.where
	default:
		revision, why = s.repo.Revision(name)
	}
	switch {
	case here && revision != nil:
		return nil, fmt.Errorf("%s is a file or folder here, and a revision too: write ./%[1]s for the one, or heads/%[1]s, tags/%[1]s or its hash for the other", name)
	case revision != nil:
		return s.revisionSide(revision)
	case here && info.IsDir():
		return folderSide(name, name)
	case here:
		return fileSide(name)
	default:
		return nil, neither(name, why)
	}
}

// neither says that a name is no file, and why it is no revision, nil where nobody has looked for one.
func neither(name string, why error) error {
	var unknown *git.UnknownError
	switch {
	case why == nil:
		return fmt.Errorf("there is no file or folder %s", name)
	case errors.As(why, &unknown), errors.Is(why, git.ErrNoRepository):
		return fmt.Errorf("there is no file or folder %s, and %w", name, why)
	default:
		return why
	}
}

// span is one argument that names both sides, as git has it. Where a side is left out it is HEAD.
func (s *states) span(name string) (old, new *site.Side, err error) {
	from, to, both := strings.Cut(name, "...")
	if !both {
		from, to, both = strings.Cut(name, "..")
	}
	if !both {
		return s.sinceThen(name)
	}
	a, err := s.repo.Revision(orHead(from))
	if err != nil {
		return nil, nil, err
	}
	b, err := s.repo.Revision(orHead(to))
	if err != nil {
		return nil, nil, err
	}
	if strings.Contains(name, "...") {
		if a, err = s.repo.MergeBase(a, b); err != nil {
			return nil, nil, err
		}
	}
	if old, err = s.revisionSide(a); err != nil {
		return nil, nil, err
	}
	new, err = s.revisionSide(b)
	return old, new, err
}

func orHead(name string) string {
	if name == "" {
		return "HEAD"
	}
	return name
}

// sinceThen compares a revision with the site as it lies in the working folder.
func (s *states) sinceThen(name string) (old, new *site.Side, err error) {
	revision, err := s.repo.Revision(name)
	if err != nil {
		return nil, nil, neither(name, err)
	}
	if s.repo.Root == "" {
		return nil, nil, fmt.Errorf("%s is to be compared with the working folder, and a bare repository has none: name a second revision", name)
	}
	if old, err = s.revisionSide(revision); err != nil {
		return nil, nil, err
	}
	new, err = folderSide("the working folder", filepath.Join(s.repo.Root, filepath.FromSlash(old.About.Path)))
	return old, new, err
}

func (s *states) revisionSide(v *git.Revision) (*site.Side, error) {
	where, err := s.siteIn(v)
	if err != nil {
		return nil, err
	}
	folder, err := fs.Sub(v.Files(), where)
	if err != nil {
		return nil, fmt.Errorf("--path %s: it is a folder's path inside the repository, with no .. and no / at its ends", s.path)
	}
	about := schemas.Side{Name: v.Name, Kind: schemas.SideRevision, Commit: v.Hash, Path: where}
	side, err := site.FolderSide(about, folder, func(name string) string { return v.Name + ":" + path.Join(where, name) })
	if errors.Is(err, site.ErrNoData) {
		return nil, fmt.Errorf("%s: %s: %w", v.Name, where, err)
	}
	return side, err
}

// siteIn is where the site lies in a commit.
func (s *states) siteIn(v *git.Revision) (string, error) {
	if s.path != "" {
		return path.Clean(filepath.ToSlash(s.path)), nil
	}
	sites, err := v.Sites()
	switch {
	case err != nil:
		return "", fmt.Errorf("%s: %w", v.Name, err)
	case len(sites) == 0:
		return "", fmt.Errorf("%s holds no data/index.json: name where the site lies with --path", v.Name)
	case len(sites) > 1:
		return "", fmt.Errorf("%s holds several sites: choose one with --path: %s", v.Name, strings.Join(sites, ", "))
	default:
		return sites[0], nil
	}
}

func folderSide(name, dir string) (*site.Side, error) {
	root, err := os.OpenRoot(dir) // stays open for as long as its files are read: until the program ends
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", dir, reason(err))
	}
	at := func(file string) string { return filepath.Join(dir, filepath.FromSlash(file)) }
	side, err := site.FolderSide(schemas.Side{Name: name, Kind: schemas.SideFolder}, root.FS(), at)
	if errors.Is(err, site.ErrNoData) {
		err = fmt.Errorf("%s: %w; name a site's folder or its data folder", dir, err)
	}
	return side, err
}

// fileSide knows a snapshot by its content.
func fileSide(name string) (*site.Side, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, reason(err))
	}
	if len(b) == 0 && name != os.DevNull {
		return nil, fmt.Errorf("%s: the file is empty", name)
	}
	side, err := site.FileSide(schemas.Side{Name: name, Kind: schemas.SideFile}, b)
	switch {
	case err == nil:
		return side, nil
	case schemas.ValidateIndex(b) == nil, schemas.ValidateRun(b) == nil:
		return nil, fmt.Errorf("%s is no snapshot; to compare all services, name its folder: %s", name, filepath.Dir(name))
	default:
		return nil, fmt.Errorf("%s: %w", name, err)
	}
}
