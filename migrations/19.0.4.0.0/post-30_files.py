from odoo.api import SUPERUSER_ID, Environment


def migrate(cr, version):
    """Say of every vehicle whether its file is complete; see pre-30_keys.py."""
    Environment(cr, SUPERUSER_ID, {})['aftersales.file.item']._renew_files()
