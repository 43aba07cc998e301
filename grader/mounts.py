"""What can be said of the disk that a folder lies on."""

from __future__ import annotations

import os
from pathlib import Path

# Network drives, Windows folders under WSL, folders that a virtual machine shares: what is written on the other side
# is no event here.
SILENT = {
    *("9p", "drvfs", "cifs", "smb3", "smbfs", "nfs", "nfs4", "afpfs", "webdav", "davfs", "fuse.davfs2", "fuse.sshfs"),
    *("vboxsf", "prl_fs", "fuse.vmhgfs-fuse", "fuse.grpcfuse", "fuse.osxfs", "virtiofs", "fuse.gvfsd-fuse", "ncpfs"),
}


def is_silent(folder: Path) -> bool:
    """Whether this place sends no events of files that somebody else writes."""
    if os.name == "nt":
        return False
    import psutil

    best, kind = "", ""
    for part in psutil.disk_partitions(all=True):
        inside = os.path.commonpath([part.mountpoint, str(folder.resolve())]) == part.mountpoint
        if inside and len(part.mountpoint) >= len(best):
            best, kind = part.mountpoint, part.fstype
    return kind.lower() in SILENT
