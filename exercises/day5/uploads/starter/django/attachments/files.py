"""What a file really is, and what it may be called. `upload` is what Django gives: request.FILES["file"]."""


def type_of(upload):
    """The type that the bytes themselves tell: image/png, image/jpeg, application/pdf, text/plain; or else None."""
    # TODO uploads.type: upload.content_type is what the client declares: anything. Look at the content instead. The
    #   others have a sign at their beginning: puremagic.from_string(beginning, mime=True) knows it, and raises
    #   PureError for what it does not know. A text has none: is all of it UTF-8, without NUL? upload.seek(0) goes back
    #   to the start.
    return upload.content_type


def harmless_name(name):
    """What is shown of the client's name for the file: its last part, and no more characters than you have room for."""
    # TODO uploads.names: / and \ are separators, each on another system. Django takes something away by itself; don't
    #   lean on what you haven't looked up.
    return name
