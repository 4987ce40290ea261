package schemas

// The Go types and the schemas say the same, held by reflection in both directions: a field added to one only fails
// here.

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestTypesAndSchemasAgree(t *testing.T) {
	constants := constantsByType(t)
	for _, row := range []struct {
		contract contract
		of       any
		required func(tag string) bool
	}{
		{snapshotContract, Snapshot{}, mandatory},
		{indexContract, Index{}, mandatory},
		{runContract, Run{}, mandatory},
		{changeContract, Change{}, mandatory},
		{checkContract, Check{}, mandatory},
		{diffContract, Comparison{}, mandatory},
		{configContract, Config{}, nil}, // what is left out of a configuration has a default: see below
	} {
		root, err := row.contract.source()
		if err != nil {
			t.Fatal(err)
		}
		d := &drift{t, root, constants, row.required}
		d.compare(row.contract.file, reflect.TypeOf(row.of), root)
	}
}

func TestConfigurationAsksForLittle(t *testing.T) {
	root, err := configContract.source()
	if err != nil {
		t.Fatal(err)
	}
	for at, want := range map[string][]string{"cluster": {"name"}, "service": {"name", "selector"}, "link": {"title", "url"}, "rule": nil, "site": nil} {
		node := resolve(root, map[string]any{"$ref": "#/definitions/" + at})
		if got := texts(node["required"]); !slices.Equal(got, want) {
			t.Errorf("%s requires %v, want %v", at, got, want)
		}
	}
	if got := texts(root["required"]); !slices.Equal(got, []string{"apiVersion", "clusters"}) {
		t.Errorf("the file requires %v", got)
	}
}

func mandatory(options string) bool {
	return !strings.Contains(options, "omitempty") && !strings.Contains(options, "omitzero")
}

type drift struct {
	*testing.T
	root      map[string]any
	constants map[string][]string
	required  func(options string) bool
}

// compare holds one Go type against the node of the schema that describes it.
func (d *drift) compare(path string, t reflect.Type, node any) {
	d.Helper()
	schema := resolve(d.root, node)
	switch {
	case schema == nil:
		d.Errorf("%s: no schema", path)
	case t.Kind() == reflect.Pointer:
		d.compare(path, t.Elem(), schema)
	case t == reflect.TypeFor[time.Time]():
		d.check(path, schema["type"] == "string" && schema["format"] == "date-time" && schema["pattern"] != nil, "a time")
	case t == reflect.TypeFor[Duration]():
		d.check(path, schema["type"] == "string" && schema["pattern"] != nil, "a duration as text")
	case t.Kind() == reflect.Struct:
		d.object(path, t, schema)
	case t.Kind() == reflect.Slice:
		d.check(path, schema["type"] == "array", "an array")
		d.compare(path+"[]", t.Elem(), schema["items"])
	case t.Kind() == reflect.Map:
		d.patterns(path, t, schema)
	default:
		d.plain(path, t, schema)
	}
}

// patterns holds a map against the one pattern of keys that the schema gives it.
func (d *drift) patterns(path string, t reflect.Type, schema map[string]any) {
	patterns, _ := schema["patternProperties"].(map[string]any)
	d.check(path, schema["type"] == "object" && schema["additionalProperties"] == false && len(patterns) == 1, "a closed map")
	for _, elem := range patterns {
		d.compare(path+"{}", t.Elem(), elem)
	}
}

func (d *drift) object(path string, t reflect.Type, schema map[string]any) {
	d.check(path, schema["type"] == "object" && schema["additionalProperties"] == false, "a closed object")
	properties, _ := schema["properties"].(map[string]any)
	required := texts(schema["required"])
	known := map[string]bool{}
	for f := range fieldsIn(t) {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if options == "inline" {
			d.patterns(path, f.Type, schema)
			continue
		}
		known[name] = true
		property, ok := properties[name]
		if !ok {
			d.Errorf("%s.%s: %s.%s is not in the schema", path, name, t.Name(), f.Name)
			continue
		}
		d.compare(path+"."+name, f.Type, property)
		if d.required != nil && d.required(options) != slices.Contains(required, name) {
			d.Errorf("%s.%s: required in the schema: %v, always written: %v", path, name, slices.Contains(required, name), d.required(options))
		}
	}
	for name := range properties {
		d.check(path+"."+name, known[name], "a field of "+t.Name())
	}
}

func (d *drift) plain(path string, t reflect.Type, schema map[string]any) {
	want := map[reflect.Kind]string{reflect.String: "string", reflect.Bool: "boolean", reflect.Int: "integer", reflect.Float64: "number"}[t.Kind()]
	_, isConst := schema["const"]
	d.check(path, schema["type"] == want || isConst, want)
	if constants := d.constants[t.Name()]; t.Kind() == reflect.String && t.Name() != "string" {
		enum := texts(schema["enum"])
		slices.Sort(enum)
		if !slices.Equal(enum, constants) {
			d.Errorf("%s: the schema allows %v, the constants of %s are %v", path, enum, t.Name(), constants)
		}
	}
}

func (d *drift) check(path string, ok bool, want string) {
	d.Helper()
	if !ok {
		d.Errorf("%s: not %s", path, want)
	}
}

func fieldsIn(t reflect.Type) func(func(reflect.StructField) bool) {
	return func(yield func(reflect.StructField) bool) {
		for i := range t.NumField() {
			if f := t.Field(i); f.IsExported() && !yield(f) {
				return
			}
		}
	}
}

func texts(list any) []string {
	items, _ := list.([]any)
	var out []string
	for _, item := range items {
		out = append(out, item.(string))
	}
	return out
}

// constantsByType reads the string constants of each named type out of this package's source, sorted.
func constantsByType(t *testing.T) map[string][]string {
	t.Helper()
	sources, err := fs.Glob(os.DirFS("."), "*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][]string{}
	for _, source := range sources {
		parsed, err := parser.ParseFile(token.NewFileSet(), source, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for n := range ast.Preorder(parsed) {
			if spec, ok := n.(*ast.ValueSpec); ok {
				addConstant(found, spec)
			}
		}
	}
	for _, values := range found {
		slices.Sort(values)
	}
	return found
}

func addConstant(found map[string][]string, spec *ast.ValueSpec) {
	if spec.Type == nil || len(spec.Values) != 1 {
		return
	}
	name, isName := spec.Type.(*ast.Ident)
	literal, isText := spec.Values[0].(*ast.BasicLit)
	if isName && isText && literal.Kind == token.STRING {
		value, _ := strconv.Unquote(literal.Value)
		found[name.Name] = append(found[name.Name], value)
	}
}
