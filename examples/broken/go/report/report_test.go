package report

import (
	"testing"

	"example.com/stockroom/stock"
)

func TestRenderCSV(t *testing.T) {
	articles := []stock.Article{{Name: "bolt", Count: 4, Price: 0.5}, {Name: "nut", Count: 2, Price: 1}}
	got := Render(articles, CSV{Separator: ","})
	want := "article,count,value\nbolt,4,2.00\nnut,2,2.00\ntotal 4.00\n"
	if got != want {
		t.Errorf("Render = %q, want %q", got, want)
	}
}

func TestPlainLine(t *testing.T) {
	got := Plain{Width: 6}.Line(stock.Article{Name: "bolt", Count: 4, Price: 0.5})
	if got != "bolt        4     2.00" {
		t.Errorf("Line = %q", got)
	}
}
