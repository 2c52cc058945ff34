"""More than a hundred files to upload, made on the spot: good ones of every kind we take, and bad ones of every kind we know."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pikepdf
from PIL import Image
from PIL.PngImagePlugin import PngInfo

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
MB = 1024**2
LIMIT = 20 * MB

# -- PDFs ---------------------------------------------------------------------------------------------------------------


def pdf(change: Callable[[pikepdf.Pdf], None] | None = None, **saving: object) -> bytes:
    """Answer a PDF of one page, changed as asked."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(595, 842))
    if change:
        change(document)
    out = io.BytesIO()
    document.save(out, **saving)  # type: ignore[arg-type]
    return out.getvalue()


def _open_action(action: dict[str, object]) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        document.Root.OpenAction = pikepdf.Dictionary(action)

    return change


def _page_action(action: dict[str, object]) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        document.pages[0].AA = pikepdf.Dictionary(O=pikepdf.Dictionary(action))

    return change


def _annotation(action: dict[str, object]) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        link = document.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=pikepdf.Dictionary(action)
            )
        )
        document.pages[0].Annots = pikepdf.Array([link])

    return change


def _attachment(document: pikepdf.Pdf) -> None:
    document.attachments["payload.exe"] = b"MZ" + b"\0" * 100


def _names_javascript(document: pikepdf.Pdf) -> None:
    code = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    document.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=[pikepdf.String("a"), code]))


def _xfa(document: pikepdf.Pdf) -> None:
    form = document.make_stream(b"<xdp:xdp xmlns:xdp='x'></xdp:xdp>")
    document.Root.AcroForm = pikepdf.Dictionary(Fields=[], XFA=form)


def _outline_and_text(document: pikepdf.Pdf) -> None:
    document.pages[0].Contents = document.make_stream(b"BT ET")
    with document.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Chapter", 0))


def _big_stream(document: pikepdf.Pdf) -> None:
    document.Root.Padding = document.make_stream(bytes(range(256)) * 4096)


JS = {"/S": pikepdf.Name.JavaScript, "/JS": pikepdf.String("app.alert('x')")}
LAUNCH = {"/S": pikepdf.Name.Launch, "/F": pikepdf.String("cmd.exe")}
URI = {"/S": pikepdf.Name.URI, "/URI": pikepdf.String("https://example.invalid/")}


def written_by_hand(header: bytes = b"%PDF-1.4\n", extra: bytes = b"") -> bytes:
    """Answer a small PDF as text, where what stands in it is plain to see."""
    return (
        header + b"1 0 obj<</Type/Catalog/Pages 2 0 R" + extra + b">>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
        b"trailer<</Root 1 0 R/Size 4>>\nstartxref\n0\n%%EOF\n"
    )


# -- pictures -----------------------------------------------------------------------------------------------------------


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **saving: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 120).save(out, kind, **saving)  # type: ignore[arg-type]
    return out.getvalue()


def claimed_size(width: int, height: int) -> bytes:
    """Answer a PNG of a few bytes that says it is that large: a pixel flood."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack("!I", len(data)) + name + data + struct.pack("!I", zlib.crc32(name + data))

    header = struct.pack("!IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 100)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _with_text(text: str) -> bytes:
    note = PngInfo()
    note.add_text("Comment", text)
    return picture(pnginfo=note)


# -- Word ---------------------------------------------------------------------------------------------------------------

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>{more}</Types>'
)
RELATIONS = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BODY = (
    '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    "<w:p><w:r><w:t>Notes of Tuesday’s call.</w:t></w:r>{}</w:p></w:body></w:document>"
)


def word(parts: dict[str, bytes | str] | None = None, *, body: str = "", types: str = TYPES.format(more="")) -> bytes:
    """Answer a Word document with these parts besides the ones every document has."""
    contents: dict[str, bytes | str] = {
        "[Content_Types].xml": types,
        "_rels/.rels": RELATIONS.format(
            f'<Relationship Id="r1" Type="{TYPE}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/document.xml": BODY.format(body),
    }
    return archive(contents | (parts or {}))


def archive(contents: dict[str, bytes | str], **info: object) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in contents.items():
            packed.writestr(name, content)
    return out.getvalue()


def relation(kind: str, target: str, mode: str = "External") -> dict[str, bytes | str]:
    line = f'<Relationship Id="r9" Type="{TYPE}/{kind}" Target="{target}" TargetMode="{mode}"/>'
    return {"word/_rels/document.xml.rels": RELATIONS.format(line)}


def _word_with_entry(name: str, *, mode: int = 0o100644, content: bytes = b"x", encrypted: bool = False) -> bytes:
    out = io.BytesIO(word())
    with zipfile.ZipFile(out, "a") as packed:
        entry = zipfile.ZipInfo(name)
        entry.external_attr = mode << 16
        packed.writestr(entry, content)
    data = out.getvalue()
    if encrypted:
        at = data.rindex(b"PK\x01\x02")
        data = data[: at + 8] + b"\x01\x00" + data[at + 10 :]
    return data


def _lying_about_size() -> bytes:
    data = bytearray(word({"word/media/image1.png": b"\0" * 5 * MB}))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(data)


def _field(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{text}</w:instrText></w:r>'


def _many_entries(number: int) -> bytes:
    return word({f"customXml/item{n}.xml": "<a/>" for n in range(number)})


def _doubled_part() -> bytes:
    out = io.BytesIO(word())
    with zipfile.ZipFile(out, "a") as packed:
        import warnings

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            packed.writestr("word/document.xml", BODY.format(""))
    return out.getvalue()


def padded_text(size: int) -> bytes:
    return (b"A line of a long account.\r\n" * (size // 26 + 1))[:size]


def _padded_jpeg(size: int) -> bytes:
    small = picture("JPEG")
    return small + b"\0" * (size - len(small))


MACRO_TYPES = TYPES.format(more="").replace(
    "openxmlformats-officedocument.wordprocessingml.document.main", "ms-word.document.macroEnabled.main"
)

# -- what is taken: name -> content --------------------------------------------------------------------------------------

GOOD: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a plain PDF": ("report.pdf", pdf),
    "a PDF in capitals": ("REPORT.PDF", pdf),
    "a PDF with a bookmark and text": ("minutes.pdf", lambda: pdf(_outline_and_text)),
    "a PDF with object streams": ("packed.pdf", lambda: pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate)),
    "a PDF made for the web": ("linear.pdf", lambda: pdf(linearize=True)),
    "a PDF with a web link": ("link.pdf", lambda: pdf(_annotation(URI))),
    "a PDF with a large stream": ("scan.pdf", lambda: pdf(_big_stream)),
    "a PDF only its owner may change": (
        "locked-for-editing.pdf",
        lambda: pdf(encryption=pikepdf.Encryption(owner="owner", user="")),
    ),
    "a PDF after a line break": ("leading.pdf", lambda: written_by_hand(b"\r\n%PDF-1.4\n")),
    "a PDF with an empty form": ("form.pdf", lambda: written_by_hand(extra=b"/AcroForm<</Fields[]>>")),
    "a PNG": ("screen.png", picture),
    "a PNG with transparency": ("logo.png", lambda: picture(mode="RGBA")),
    "a PNG in grey": ("grey.png", lambda: picture(mode="L")),
    "a PNG with a palette": ("palette.png", lambda: picture(mode="P")),
    "a PNG with a comment": ("commented.png", lambda: _with_text("Taken by the school")),
    "a PNG just under the pixel limit": ("wide.png", lambda: picture(size=(6000, 5000), mode="1")),
    "a JPEG": ("photo.jpg", lambda: picture("JPEG")),
    "a JPEG by its longer ending": ("photo.jpeg", lambda: picture("JPEG")),
    "a JPEG in capitals": ("IMG_0001.JPG", lambda: picture("JPEG")),
    "a JPEG in stages": ("staged.jpg", lambda: picture("JPEG", progressive=True)),
    "a JPEG in grey": ("grey.jpg", lambda: picture("JPEG", mode="L")),
    "a JPEG of a phone, with more behind it": ("phone.jpg", lambda: picture("JPEG") + b"\0SEFH" + b"\1" * 400),
    "a JPEG with camera facts": ("camera.jpg", lambda: picture("JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0")),
    "a Word document": ("notes.docx", word),
    "a Word document with pictures": (
        "pictures.docx",
        lambda: word({"word/media/image1.png": picture(), "word/media/image2.jpeg": picture("JPEG")}),
    ),
    "a Word document with a link": ("link.docx", lambda: word(relation("hyperlink", "https://example.invalid/"))),
    "a Word document begun from a template on the disk": (
        "template.docx",
        lambda: word(relation("attachedTemplate", "file:///C:\\Templates\\Letter.dotx")),
    ),
    "a Word document begun from a named template": (
        "t.docx",
        lambda: word(relation("attachedTemplate", "Normal.dotm")),
    ),
    "a Word document with page fields": (
        "fields.docx",
        lambda: word(body=_field(" PAGE ") + _field(' DATE "d MMMM yyyy" ')),
    ),
    "a Word document with a table of contents": ("toc.docx", lambda: word(body=_field(' TOC \\o "1-3" \\h '))),
    "a Word document with printer settings": (
        "p.docx",
        lambda: word({"word/printerSettings/printerSettings1.bin": b"\1\2"}),
    ),
    "a Word document with icons": (
        "icons.docx",
        lambda: word({"word/media/image3.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>"}),
    ),
    "a Word document with many parts": ("parts.docx", lambda: _many_entries(1500)),
    "plain text": ("account.txt", lambda: "He said “it’s a secret”.\n".encode()),
    "text with a byte order mark": ("notepad.txt", lambda: "Notes".encode("utf-8-sig")),
    "text as Windows writes it": ("windows.txt", lambda: "The child’s café visit – 3pm".encode("cp1252")),
    "text in UTF-16": ("unicode.txt", lambda: "Notes of the call".encode("utf-16")),
    "text that begins like a picture": ("bm.txt", lambda: b"BM is the boy's sister. GIF89a is not a picture here."),
    "text that begins like a program": ("mz.txt", lambda: b"MZ was seen on Tuesday."),
    "text that talks of markup": ("markup.txt", lambda: b"She typed <b>secret</b> and <script> in the chat."),
    "text in Arabic": ("arabic.txt", lambda: "قال إنه سر".encode()),
    "text of one letter": ("one.txt", lambda: b"K"),
    "text with tabs and page breaks": ("tabs.txt", lambda: b"a\tb\r\n\x0cc"),
    "text at the limit": ("limit.txt", lambda: padded_text(LIMIT)),
    "text one byte under the limit": ("under.txt", lambda: padded_text(LIMIT - 1)),
    "a JPEG at the limit": ("limit.jpg", lambda: _padded_jpeg(LIMIT)),
    "a name with two endings, the last one right": ("letter.exe.pdf", pdf),
    "a name with a folder": ("..\\..\\windows\\letter.pdf", pdf),
    "a name with a path": ("../../../etc/passwd.txt", lambda: b"notes"),
    "a name with a NUL": ("letter.exe\0.pdf", pdf),
    "a name turned round, ending rightly": ("\u202eletter.pdf", pdf),
    "a name with invisible letters": ("let\u200bter\ufeff.pdf", pdf),
    "a name of 300 letters": ("n" * 300 + ".pdf", pdf),
    "a name with an apostrophe and accents": ("Zoë O’Néill’s room.pdf", pdf),
    "a name with quotes and semicolons": ('a";filename="b.pdf', pdf),
    "a name with line breaks": ("a\r\nSet-Cookie: x=1.pdf", pdf),
}

# -- what is not ---------------------------------------------------------------------------------------------------------

BAD: dict[str, tuple[str, Callable[[], bytes]]] = {
    "an empty text": ("empty.txt", lambda: b""),
    "an empty PDF": ("empty.pdf", lambda: b""),
    "an empty Word document": ("empty.docx", lambda: b""),
    "text one byte over the limit": ("over.txt", lambda: padded_text(LIMIT + 1)),
    "a JPEG one byte over the limit": ("over.jpg", lambda: _padded_jpeg(LIMIT + 1)),
    "a PDF that runs a program when opened": ("js.pdf", lambda: pdf(_open_action(JS))),
    "a PDF that runs a program on its page": ("js2.pdf", lambda: pdf(_page_action(JS))),
    "a PDF that runs a program from a link": ("js3.pdf", lambda: pdf(_annotation(JS))),
    "a PDF with named programs": ("js4.pdf", lambda: pdf(_names_javascript)),
    "a PDF with its program packed away": (
        "js5.pdf",
        lambda: pdf(_open_action(JS), object_stream_mode=pikepdf.ObjectStreamMode.generate),
    ),
    "a PDF that spells its program in code": (
        "js6.pdf",
        lambda: written_by_hand(extra=b"/OpenAction<</S/J#61vaScript/#4aS(app)>>"),
    ),
    "a PDF that starts a command": ("launch.pdf", lambda: pdf(_open_action(LAUNCH))),
    "a PDF that starts a command from a link": ("launch2.pdf", lambda: pdf(_annotation(LAUNCH))),
    "a PDF with a file inside": ("attachment.pdf", lambda: pdf(_attachment)),
    "a PDF that opens an inner file": ("goto.pdf", lambda: pdf(_open_action({"/S": pikepdf.Name.GoToE}))),
    "a PDF that sends a form": ("submit.pdf", lambda: pdf(_open_action({"/S": pikepdf.Name.SubmitForm}))),
    "a PDF that imports data": ("import.pdf", lambda: pdf(_open_action({"/S": pikepdf.Name.ImportData}))),
    "a PDF with a live form": ("xfa.pdf", lambda: pdf(_xfa)),
    "a PDF with rich media": ("media.pdf", lambda: pdf(_annotation({"/S": pikepdf.Name.RichMedia}))),
    "a PDF with a password": ("locked.pdf", lambda: pdf(encryption=pikepdf.Encryption(owner="o", user="secret"))),
    "a PDF without pages": (
        "pageless.pdf",
        lambda: written_by_hand().replace(b"/Kids[3 0 R]/Count 1", b"/Kids[]/Count 0"),
    ),
    "a PDF cut short": ("short.pdf", lambda: pdf()[:60]),
    "only a PDF's first line": ("head.pdf", lambda: b"%PDF-1.7\n"),
    "a script that is also a PDF": ("poly.pdf", lambda: b"/*" + written_by_hand() + b"*/alert(1)"),
    "a web page that is also a PDF": ("page.pdf", lambda: b"<html><script>1</script>" + written_by_hand()),
    "an archive that is also a PDF": ("zip.pdf", lambda: pdf() + archive({"a.exe": b"MZ"})),
    "a program called PDF": ("program.pdf", lambda: b"MZ\x90\0" + b"\0" * 500),
    "a picture called PDF": ("picture.pdf", picture),
    "a Word document called PDF": ("word.pdf", word),
    "a web page called PDF": ("web.pdf", lambda: b"<!doctype html><script>alert(1)</script>"),
    "a PDF called PNG": ("pdf.png", pdf),
    "a JPEG called PNG": ("jpeg.png", lambda: picture("JPEG")),
    "a PNG called JPEG": ("png.jpg", picture),
    "a GIF called PNG": ("gif.png", lambda: picture("GIF", mode="P")),
    "a bitmap called JPEG": ("bmp.jpg", lambda: picture("BMP")),
    "a WebP called PNG": ("webp.png", lambda: picture("WEBP")),
    "an iPhone picture called JPEG": ("heic.jpg", lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 200),
    "a picture of 900 million dots": ("flood.png", lambda: claimed_size(30_000, 30_000)),
    "a picture one row over the limit": ("over.png", lambda: picture(size=(6000, 5001), mode="1")),
    "a picture that says it is larger than it is": ("lie.png", lambda: claimed_size(2000, 2000)),
    "a picture cut short": ("short.png", lambda: picture(size=(400, 400))[:150]),
    "a JPEG cut short": ("short.jpg", lambda: picture("JPEG", size=(400, 400))[:400]),
    "a picture with a page behind it": ("page.png", lambda: picture() + b"<html><script>alert(1)</script>"),
    "a picture with a program in its comment": ("comment.png", lambda: _with_text("<script>alert(1)</script>")),
    "a picture with PHP behind it": ("php.jpg", lambda: picture("JPEG") + b"<?php system($_GET[1]);"),
    "an archive that is also a picture": ("zip.png", lambda: picture() + archive({"a.exe": b"MZ"})),
    "an archive that is also a JPEG": ("zip.jpg", lambda: picture("JPEG") + archive({"a.exe": b"MZ"})),
    "a script that is also a JPEG": ("poly.jpg", lambda: b"\xff\xd8\xff\xe0/*JFIF\0" + b"\0" * 60 + b"*/=1;alert(1)"),
    "a drawing with a script": (
        "drawing.svg",
        lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
    ),
    "a drawing called PNG": ("svg.png", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"),
    "a drawing called text": ("svg.txt", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"),
    "a web page": ("page.html", lambda: b"<!doctype html><script>alert(1)</script>"),
    "a web page called text": ("page.txt", lambda: b"\n <!DOCTYPE html><script>alert(1)</script>"),
    "XML called text": ("x.txt", lambda: b"<?xml version='1.0'?><a/>"),
    "a shell script called text": ("run.txt", lambda: b"#!/bin/sh\nrm -rf /"),
    "rich text called text": ("rich.txt", lambda: b"{\\rtf1 {\\object x}}"),
    "a program called text": ("program.txt", lambda: b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff"),
    "text with a NUL": ("nul.txt", lambda: b"before\0after"),
    "text with control characters": ("bell.txt", lambda: b"a\x1b]0;title\x07b"),
    "Word with macros": ("macros.docm", lambda: word({"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}, types=MACRO_TYPES)),
    "Word with macros, renamed": (
        "macros.docx",
        lambda: word({"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}, types=MACRO_TYPES),
    ),
    "Word of the kind with macros": ("kind.docx", lambda: word(types=MACRO_TYPES)),
    "Word with a macro in a plain one": ("hidden.docx", lambda: word({"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"})),
    "Word with a macro by another name": ("other.docx", lambda: word({"word/settings2.bin": b"\xd0\xcf\x11\xe0"})),
    "Word with a control": ("control.docx", lambda: word({"word/activeX/activeX1.xml": "<a/>"})),
    "Word with a file inside": ("ole.docx", lambda: word({"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0"})),
    "Word with a program inside": ("exe.docx", lambda: word({"word/media/setup.exe": b"MZ"})),
    "Word with an archive inside": ("nested.docx", lambda: word({"word/media/more.zip": archive({"a": b"1"})})),
    "Word with a page inside": ("chunk.docx", lambda: word({"word/afchunk.xml": "<html/>"})),
    "Word that brings in a page": ("chunk2.docx", lambda: word(relation("aFChunk", "part.xml", "Internal"))),
    "Word that fetches its template": (
        "remote.docx",
        lambda: word(relation("attachedTemplate", "https://example.invalid/t.dotm")),
    ),
    "Word that fetches its template from a share": (
        "share.docx",
        lambda: word(relation("attachedTemplate", "\\\\server\\share\\t.dotm")),
    ),
    "Word that fetches a picture": ("track.docx", lambda: word(relation("image", "https://example.invalid/pixel.png"))),
    "Word that fetches an object": ("object.docx", lambda: word(relation("oleObject", "https://example.invalid/x"))),
    "Word with a field that starts a program": (
        "dde.docx",
        lambda: word(body=_field(' DDEAUTO c:\\\\cmd.exe "/k calc" ')),
    ),
    "Word with that field in pieces": (
        "dde2.docx",
        lambda: word(body=_field(" DDE") + _field('AUTO c:\\\\cmd.exe "/k" ')),
    ),
    "Word with a simple field that starts a program": (
        "dde3.docx",
        lambda: word(body='<w:fldSimple w:instr=" DDE cmd calc "></w:fldSimple>'),
    ),
    "Word with a million laughs": (
        "laughs.docx",
        lambda: word({"word/styles.xml": '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><a>&b;</a>'}),
    ),
    "Word with an outside entity": (
        "xxe.docx",
        lambda: word({"word/styles.xml": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'}),
    ),
    "Word that unpacks to 200 MB": ("bomb.docx", lambda: word({"word/media/image1.png": b"\0" * 200 * MB})),
    "Word of 3,000 parts": ("many.docx", lambda: _many_entries(3000)),
    "Word with a symbolic link": (
        "symlink.docx",
        lambda: _word_with_entry("word/media/a.png", mode=0o120777, content=b"/etc/passwd"),
    ),
    "Word with a way out": ("dots.docx", lambda: _word_with_entry("word/../../evil.xml")),
    "Word with a way out, Windows style": ("dots2.docx", lambda: _word_with_entry("..\\evil.xml")),
    "Word with an absolute path": ("root.docx", lambda: _word_with_entry("/etc/cron.d/x.xml")),
    "Word with a locked part": ("encrypted.docx", lambda: _word_with_entry("word/secret.xml", encrypted=True)),
    "Word with a part twice": ("twice.docx", _doubled_part),
    "Word that lies about a size": ("lie.docx", _lying_about_size),
    "Word without a body": (
        "bodyless.docx",
        lambda: archive({"[Content_Types].xml": TYPES.format(more=""), "word/x.xml": "<a/>"}),
    ),
    "Word cut short": ("short.docx", lambda: word()[:200]),
    "Word with broken XML": ("broken.docx", lambda: word({"word/styles.xml": "<a><b></a>"})),
    "an archive called Word": ("zip.docx", lambda: archive({"a.txt": b"1"})),
    "a nested archive called Word": (
        "nestedzip.docx",
        lambda: archive({"a.zip": archive({"b.zip": archive({"c": EICAR})})}),
    ),
    "a spreadsheet called Word": (
        "sheet.docx",
        lambda: archive({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<a/>"}),
    ),
    "an old Word document": ("old.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512),
    "an old Word document, renamed": ("old.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512),
    "an archive": ("a.zip", lambda: archive({"a.txt": b"1"})),
    "the test virus in an archive": ("eicar.zip", lambda: archive({"eicar.com": EICAR})),
    "the test virus by its own name": ("eicar.com", lambda: EICAR),
    "an e-mail": ("mail.eml", lambda: b"From: a@example.invalid\r\n\r\nHello"),
    "an Outlook message": ("mail.msg", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512),
    "a program": ("setup.exe", lambda: b"MZ\x90\0"),
    "a shortcut": ("letter.lnk", lambda: b"L\0\0\0\1\x14\2\0"),
    "a script": ("run.js", lambda: b"alert(1)"),
    "a presentation": ("slides.pptx", lambda: archive({"[Content_Types].xml": "<Types/>", "ppt/x.xml": "<a/>"})),
    "a file with no ending": ("letter", pdf),
    "a name turned round to hide its ending": ("report\u202efdp.exe", pdf),
    "a name whose ending comes after a NUL": ("letter.pdf\0.exe", pdf),
    "a name that is only an ending": (".pdf", pdf),
    "a name of dots": ("..", pdf),
    "no name": ("", pdf),
}
