"""Odoo as a script: its own process for websockets is begun by the path of the one that is running, which ``-m odoo`` has not."""
from odoo.cli.command import main

main()
