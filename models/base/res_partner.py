import re

from odoo import models


class ResPartner(models.Model):
    _inherit = 'res.partner'
    _is_register = True

    def _get_print_address_line(self):
        """The address on one line, in the order of its country, without gaps where parts are missing."""
        self.ensure_one()
        parts = re.split(r'[\n,]', self._display_address(without_company=True))
        return ", ".join(filter(None, (part.strip() for part in parts)))
