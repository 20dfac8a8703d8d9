/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Draws folded stacks as a flame graph in SVG. */
#include "cli/recording/flame.h"

#include <stdlib.h>
#include <string.h>

#include "cli/common/message.h"

#define WIDTH 1200.0
#define MARGIN 10.0
#define TOP 50.0
#define ROW 17
#define LETTER 7.0 /* of the font, at its size of 12 */
#define LEAST 0.3  /* px: what is narrower is left out */

/* A function, by those that led to it. */
struct frame {
	char *name;
	double us; /* with those above it */
	struct frame *above, *next;
};

static struct frame root = {.name = "all"};

/* The frame of that name above another; they are kept in order of names. */
static struct frame *step_into(struct frame *frame, const char *name)
{
	struct frame **at = &frame->above, *made;

	while (*at && strcmp((*at)->name, name) < 0)
		at = &(*at)->next;
	if (*at && strcmp((*at)->name, name) == 0)
		return *at;
	made = message_alloc(NULL, sizeof(*made));
	*made = (struct frame){message_format("%s", name), 0, NULL, *at};
	*at = made;
	return made;
}

int flame_add(char *line)
{
	char *number = strrchr(line, ' '), *end, *rest, *name;
	struct frame *frame = &root;
	double us;

	if (!number || number == line)
		return 0;
	us = strtod(number + 1, &end);
	if (end == number + 1 || end[strspn(end, "\r\n")] || !(us >= 0))
		return 0;
	*number = '\0';
	root.us += us;
	for (name = strtok_r(line, ";", &rest); name;
	     name = strtok_r(NULL, ";", &rest)) {
		frame = step_into(frame, name);
		frame->us += us;
	}
	return 1;
}

int flame_is_empty(void)
{
	return !root.above;
}

/* --- drawing -----------------------------------------------------------------
 */

static FILE *out;
static unsigned int drawn;

static void print_text(const char *s, size_t n)
{
	for (; *s && n; s++, n--) {
		if (*s == '&')
			fputs("&amp;", out);
		else if (*s == '<')
			fputs("&lt;", out);
		else
			putc((unsigned char)*s < ' ' ? '?' : *s, out);
	}
}

/* The same name has the same colour in each graph: warm, and light enough for
 * black letters. */
static void print_colour(const char *name)
{
	unsigned int h = 2166136261U;

	for (; *name; name++)
		h = (h ^ (unsigned char)*name) * 16777619U;
	h ^= h >> 15;
	fprintf(out, "hsl(%u,%u%%,%u%%)", 8 + h % 45, 75 + h / 64 % 20,
		62 + h / 4096 % 14);
}

static double find_scale(void)
{
	return root.us > 0 ? (WIDTH - 2 * MARGIN) / root.us : 0;
}

/* As many bytes of the name as fit, without a half of a character. */
static size_t count_fitting(const char *name, double width)
{
	size_t room = width > 3 * LETTER ? (size_t)((width - 6) / LETTER) : 0;
	size_t n = strlen(name);

	if (n <= room)
		return n;
	if (room < 3)
		return 0;
	for (n = room - 2; n && ((unsigned char)name[n] & 0xc0) == 0x80;)
		n--;
	return n;
}

static void draw_frame(const struct frame *frame, double x, double y)
{
	double width = frame->us * find_scale();
	size_t n = count_fitting(frame->name, width);

	drawn++;
	fputs("<g><title>", out);
	print_text(frame->name, strlen(frame->name));
	fprintf(out,
		" (%.3f ms, %.1f%%)</title>"
		"<rect x=\"%.1f\" y=\"%.0f\" width=\"%.1f\" height=\"%d\" "
		"rx=\"2\" fill=\"",
		frame->us / 1e3, root.us > 0 ? 100 * frame->us / root.us : 0, x,
		y, width, ROW - 1);
	print_colour(frame->name);
	fputs("\"/>", out);
	if (n) {
		fprintf(out, "<text x=\"%.1f\" y=\"%.0f\">", x + 3, y + 12);
		print_text(frame->name, n);
		fprintf(out, "%s</text>", frame->name[n] ? ".." : "");
	}
	fputs("</g>\n", out);
}

/* A frame and what is above it. */
static void draw_pile(const struct frame *frame, double x, double y)
{
	if (frame->us * find_scale() < LEAST)
		return;
	draw_frame(frame, x, y);
	for (const struct frame *f = frame->above; f; f = f->next) {
		draw_pile(f, x, y - ROW);
		x += f->us * find_scale();
	}
}

static unsigned int measure_height(const struct frame *frame)
{
	unsigned int highest = 0, h;

	for (const struct frame *f = frame->above; f; f = f->next) {
		h = f->us * find_scale() < LEAST ? 0 : measure_height(f);
		highest = h > highest ? h : highest;
	}
	return highest + 1;
}

unsigned int flame_draw(FILE *file, const char *title)
{
	unsigned int rows = measure_height(&root);
	double bottom = TOP + ROW * rows;

	out = file;
	fprintf(out,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" "
		"width=\"%.0f\" height=\"%.0f\" viewBox=\"0 0 %.0f %.0f\" "
		"font-family=\"monospace\" font-size=\"12\">\n<title>",
		WIDTH, bottom + MARGIN, WIDTH, bottom + MARGIN);
	print_text(title, strlen(title));
	fprintf(out,
		"</title>\n<rect width=\"100%%\" height=\"100%%\" "
		"fill=\"#fffaf2\"/>\n"
		"<text x=\"%.0f\" y=\"24\" font-size=\"16\">",
		MARGIN);
	print_text(title, strlen(title));
	fprintf(out,
		"</text>\n<text x=\"%.0f\" y=\"40\" fill=\"#555\">time in "
		"system calls: %.3f ms</text>\n",
		MARGIN, root.us / 1e3);
	draw_pile(&root, MARGIN, bottom - ROW);
	fputs("</svg>\n", out);
	return drawn;
}
