// Package stock keeps count of the articles in a stockroom.
package stock

import (
	"errors"
	"fmt"
	"sort"
)

// ErrUnknown is returned for an article that was never received.
var ErrUnknown = errors.New("unknown article")

// Article is one kind of thing on the shelves.
type Article struct {
	Name  string
	Count int
	Price float64
}

// Value is what all pieces of the article are worth.
func (a Article) Value() float64 {
	return float64(a.Count) * a.Price
}

// Room holds articles by name.
type Room struct {
	articles map[string]*Article
	moves    int
}

// NewRoom returns an empty room.
func NewRoom() *Room {
	return &Room{articles: make(map[string]*Article)}
}

// Receive adds count pieces of an article.
func (r *Room) Receive(name string, count int, price float64) error {
	if count <= 0 {
		return fmt.Errorf("receive %q: count must be positive, got %d", name, count)
	}
	article, known := r.articles[name]
	if !known {
		article = &Article{Name: name}
		r.articles[name] = article
	}
	article.Count += count
	article.Price = price
	r.moves++
	return nil
}

// Issue removes count pieces.
func (r *Room) Issue(name string, count int) error {
	article, known := r.articles[name]
	if !known {
		return fmt.Errorf("issue %q: %w", name, ErrUnknown)
	}
	if article.Count < count {
		return fmt.Errorf("issue %q: only %d left", name, article.Count)
	}
	article.Count -= count
	r.moves++
	return nil
}

// Moves tells how often something was received or issued.
func (r *Room) Moves() int {
	r.moves
}

// List returns all articles by name.
func (r *Room) List() []Article {
	list := make([]Article, 0, len(r.articles))
	for _, article := range r.articles {
		list = append(list, *article)
	}
	sort.Slice(list, func(i, j int) bool {
		return list[i].Name < list[j].Name
	})
	return list
}
