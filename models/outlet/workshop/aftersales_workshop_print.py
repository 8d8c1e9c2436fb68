from urllib.parse import urlencode

from odoo import fields, models
from odoo.tools import is_html_empty


class AftersalesWorkshop(models.Model):
    _inherit = 'aftersales.workshop'

    repair_conditions = fields.Html(
        translate=True,
        help="Printed on this outlet's repair orders instead of the company's conditions.",
    )

    def _get_print_conditions(self):
        """The outlet's repair conditions, else its company's; empty when neither wrote any."""
        self.ensure_one()
        for conditions in (self.repair_conditions, self.company_id.aftersales_repair_conditions):
            if not is_html_empty(conditions):
                return conditions
        return ''

    def _get_map_url(self):
        """Where a phone shows the way to the outlet, on a map that works in its country; '' without an address."""
        self.ensure_one()
        # sudo: the address is told to whoever comes
        address = self.sudo()._get_print_address()
        words = ' '.join(filter(None, [address.state_id.name, address.city, address.street, address.street2]))
        if not (address.street or address.city):
            return ''
        if address.country_id.code == 'CN':
            return 'https://uri.amap.com/search?' + urlencode({'keyword': words, 'src': 'aftersales'})
        return 'https://www.google.com/maps/search/?' + urlencode({'api': 1, 'query': words})

    def _get_print_address(self):
        """The partner whose name and address head the outlet's documents."""
        self.ensure_one()
        return self.partner_id or self.company_id.partner_id
