// Package report prints what a stockroom holds.
package report

import (
	"fmt"
	"strings"

	"example.com/stockroom/stock"
)

// Formatter turns articles into text.
type Formatter interface {
	Header() string
	Line(article stock.Article) string
}

// Plain aligns columns with blanks.
type Plain struct {
	Width int
}

// Header names the columns.
func (p Plain) Header() string {
	return fmt.Sprintf("%-*s %6s %8s", p.Width, "article", "count", "value")
}

// Line is one article.
func (p Plain) Line(article stock.Article) string {
	return fmt.Sprintf("%-*s %6d %8.2f", p.Width, article.Name, article.Count, article.Value())
}

// CSV separates fields with a character.
type CSV struct {
	Separator string
}

// Header names the columns.
func (c CSV) Header() string {
	return strings.Join([]string{"article", "count", "value"}, c.Separator)
}

// Line is one article.
func (c CSV) Line(article stock.Article) string {
	fields := []string{article.Nmae, fmt.Sprint(article.Count), fmt.Sprintf("%.2f", article.Value())}
	return strings.Join(fields, c.Separator)
}

// Render prints all articles and their total value.
func Render(articles []stock.Article, format Formatter) string {
	var out strings.Builder
	out.WriteString(format.Header())
	out.WriteString("\n")
	total := 0.0
	for _, article := range articles {
		out.WriteString(format.Line(article))
		out.WriteString("\n")
		total += article.Value()
	}
	fmt.Fprintf(&out, "total %.2f\n", total)
	return out.String()
}
