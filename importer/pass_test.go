package importer

import (
	"fmt"
	"slices"
	"testing"

	"github.com/blogferry/blogferry/blog"
)

// passOver returns a pass over pages of ids, all stating total.
func passOver(total, size int, pages ...[]string) *pass {
	p := newPass(1)
	at := map[string]int{}
	for i, ids := range pages {
		l := &blog.Listing{Range: &blog.Range{From: i*size + 1, To: min((i+1)*size, total), Total: total}}
		var stored []blog.Stored
		for _, id := range ids {
			stored = append(stored, blog.Stored{ID: id, LastStep: at[id], Shown: blog.Post{Published: blog.Wall("2014-07-" + id)}})
			at[id] = i + 1
		}
		p.add(i+1, fmt.Sprint("GET /?page=", i+1), l, stored)
	}
	return p
}

func TestPassJoins(t *testing.T) {
	whole := passOver(5, 2, []string{"09", "08"}, []string{"07", "06"}, []string{"05"})
	if !whole.contiguous() || whole.contradiction() != "" || !whole.atEnd(3) || whole.atEnd(2) || whole.count() != 3 {
		t.Errorf("whole pass: joined %v, contradiction %q, end %v %v, count %d", whole.contiguous(), whole.contradiction(), whole.atEnd(2), whole.atEnd(3), whole.count())
	}
	if whole.posts != 5 {
		t.Errorf("%d posts, want 5", whole.posts)
	}
	cut := passOver(5, 2, []string{"09", "08"})
	if !slices.Equal(cut.missing(), []int{2, 3}) {
		t.Errorf("cut pass: missing %v", cut.missing())
	}
	hole := passOver(5, 2, []string{"09", "08"}, nil, []string{"05"})
	delete(hole.pages, 2)
	if hole.contiguous() {
		t.Error("a pass without page 2 joins up")
	}
	twice := passOver(5, 2, []string{"09", "08"}, []string{"08", "07"}, []string{"06"})
	if twice.duplicates != 1 || twice.posts != 4 || twice.contradiction() == "" {
		t.Errorf("%d posts, %d of them twice, contradiction %q; want 4, 1 and one", twice.posts, twice.duplicates, twice.contradiction())
	}
}

func TestSamePostsAsideFromTies(t *testing.T) {
	page := func(posts ...[2]string) (placed []blog.PagePost) {
		for _, post := range posts {
			placed = append(placed, blog.PagePost{ID: post[0], Published: blog.Wall(post[1])})
		}
		return placed
	}
	before := page([2]string{"a", "3"}, [2]string{"b", "2"}, [2]string{"c", "2"})
	for name, c := range map[string]struct {
		now  []blog.PagePost
		want bool
	}{
		"equal":              {page([2]string{"a", "3"}, [2]string{"c", "2"}, [2]string{"b", "2"}), true},
		"another of the tie": {page([2]string{"a", "3"}, [2]string{"b", "2"}, [2]string{"d", "2"}), true},
		"a new one on top":   {page([2]string{"n", "4"}, [2]string{"a", "3"}, [2]string{"b", "2"}), false},
		"one gone":           {page([2]string{"b", "2"}, [2]string{"c", "2"}, [2]string{"e", "1"}), false},
		"fewer":              {page([2]string{"a", "3"}, [2]string{"b", "2"}), false},
	} {
		if got := samePosts(before, c.now); got != c.want {
			t.Errorf("%s: same = %v, want %v", name, got, c.want)
		}
	}
}

func TestGapsNameWhatIsMissing(t *testing.T) {
	p := passOver(45, 10, []string{"09", "08"})
	p.failed[3] = blog.Failure{URL: "http://a.example/?page=3", Page: 3, Error: "the server answered 500"}
	r := &run{Deps: Deps{}, rep: &blog.Report{}, src: &blog.Source{}, pass: p, proof: proof{outcome: blog.PassFailed}}
	p.pages[2] = passPage{}
	got := r.unprovenGaps()
	want := []blog.Gap{
		{Kind: "page", Page: 3, From: 21, To: 30, URL: "http://a.example/?page=3", Reason: "the server answered 500"},
		{Kind: "range", From: 31, To: 45, Reason: "not read"},
	}
	if !slices.Equal(got, want) {
		t.Errorf("gaps = %+v, want %+v", got, want)
	}
}
