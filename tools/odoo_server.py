"""Odoo as a script: its process for websockets is begun by the path of the one that runs, which ``-m odoo`` has not."""
from odoo.cli.command import main

main()
