"""What somebody might write into a field to make the PDF's maker reach somewhere: addresses in every way a page can name one."""

from pathlib import Path


def addresses(loopback: str, secret: Path) -> list[str]:
    """Answer places nothing of ours may reach: the network here, and files of this computer."""
    port = loopback.rpartition(":")[2]
    return [
        loopback + "/x",
        f"http://localhost:{port}/x",
        f"//127.0.0.1:{port}/x",
        secret.as_uri(),
        str(secret),
    ]


FORMS: dict[str, str] = {
    "picture": '<img src="{}">',
    "picture set": '<img srcset="{} 2x" src="{}">',
    "picture, bare": "<img src={}>",
    "object": '<object data="{}">x</object>',
    "embed": '<embed src="{}">',
    "frame": '<iframe src="{}"></iframe>',
    "stylesheet": '<link rel="stylesheet" href="{}">',
    "attachment": '<link rel="attachment" href="{}">',
    "attachment by link": '<a rel="attachment" href="{}">x</a>',
    "icon": '<link rel="icon" href="{}">',
    "import": "<style>@import url({});</style>",
    "import, quoted": '<style>@import "{}";</style>',
    "font": "<style>@font-face{{font-family:f;src:url({})}}p{{font-family:f}}</style><p>x</p>",
    "background": '<p style="background:url({})">x</p>',
    "background in a sheet": "<style>p{{background-image:url({})}}</style><p>x</p>",
    "content": "<style>p::before{{content:url({})}}</style><p>x</p>",
    "bullets": "<ul style=\"list-style-image:url('{}')\"><li>x</li></ul>",
    "border": "<style>p{{border:9px solid;border-image:url({}) 30}}</style><p>x</p>",
    "page background": "<style>@page{{background:url({})}}</style>",
    "page margin": "<style>@page{{@top-left{{content:url({})}}}}</style>",
    "SVG image": '<svg viewBox="0 0 9 9"><title>t</title><image href="{}" width="9" height="9"/></svg>',
    "SVG image, old": (
        '<svg viewBox="0 0 9 9"><title>t</title><image xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="{}"'
        ' width="9" height="9"/></svg>'
    ),
    "SVG use": '<svg viewBox="0 0 9 9"><title>t</title><use href="{}#a"/></svg>',
    "SVG style": '<svg viewBox="0 0 9 9"><title>t</title><style>@import "{}";</style><rect width="9" height="9"/></svg>',
    "base": '<base href="{}"><img src="y.png">',
    "refresh": '<meta http-equiv="refresh" content="0;url={}">',
    "video": '<video src="{}" poster="{}"></video>',
    "script": '<script src="{}"></script>',
    "colour profile": "<style>@color-profile device-cmyk{{src:url({})}}</style>",
    "SVG in a data address": "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='{}'/></svg>\">",
}

OTHER_SCHEMES = (
    "ftp://127.0.0.1/x",
    "gopher://127.0.0.1/x",
    "jar:http://127.0.0.1!/x",
    "FILE:///etc/passwd",
    "file:/etc/passwd",
)


def generated(loopback: str, secret: Path, *, few: bool = False) -> dict[str, str]:
    """Answer every form with every address (or two of them): what to write, by a name that says what it tries."""
    places = addresses(loopback, secret)
    if few:
        places = [places[0], places[3]]
    found = {
        f"{form} → {address}": markup.replace("{}", address).replace("{{", "{").replace("}}", "}")
        for form, markup in FORMS.items()
        for address in places
    }
    return found | {f"picture → {address}": f'<img src="{address}">' for address in OTHER_SCHEMES}
