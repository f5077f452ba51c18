"""What is drawn by a process of its own: two equal orders are one and the same file."""

from geography.picture.scene import Scene
from views.alert_files import LedgerFile
from views.digest_files import Workbook
from views.handover_sheets import Sheet

Order = Scene | Sheet | Workbook | LedgerFile
