import base64

import pytz

from odoo import api, fields, models

from . import star


class PurchaseOrder(models.Model):
    """What is ordered from a maker as a ``PartsOrder`` of STAR 5."""
    _inherit = 'purchase.order'

    aftersales_star_file = fields.Binary(
        string="STAR Parts Order", compute='_compute_aftersales_star_file', exportable=False)

    @api.depends('state')
    def _compute_aftersales_star_file(self):
        for order in self:
            order.aftersales_star_file = base64.b64encode(order._write_aftersales_star())

    @api.readonly
    def action_get_aftersales_star(self):
        """Download the order as an XML document."""
        self.ensure_one()
        self.check_access('read')
        return {
            'type': 'ir.actions.act_url', 'target': 'self',
            'url': f'/web/content/{self._name}/{self.id}/aftersales_star_file?download=true&filename=PartsOrder-{self.id}.xml'}

    def _write_aftersales_star(self):
        self.ensure_one()
        zone, currency = pytz.timezone(self.company_id._get_clock_zone()), {'currencyID': self.currency_id.name}
        day = pytz.utc.localize(self.date_order).astimezone(zone).date() if self.date_order else False
        lines = self.order_line.filtered(lambda line: not line.display_type)
        return star.write_document(
            'Process', 'PartsOrder', self.company_id._get_star_sender(),
            pytz.utc.localize(fields.Datetime.now()).astimezone(zone), [
                ('PartsOrderHeader', [
                    star.identify(self.name), ('SupplierReferenceString', self.partner_ref), ('OrderDate', day),
                    ('SupplierParty', [('SpecifiedOrganization', [
                        ('CompanyName', self.partner_id.commercial_partner_id.name)])]),
                ]),
                *(('PartsOrderLine', [
                    ('LineNumberString', str(number)), star.identify_item(self._get_star_code(line)),
                    ('ItemIdDescription', line.product_id.name), ('OrderQuantity', line.product_qty, {'unitCode': 'EA'}),
                    ('UnitPrice', [('ChargeAmount', line.price_unit, currency)])])
                  for number, line in enumerate(lines, 1)),
            ], lang=(self.env.lang or 'en_US').replace('_', '-'))

    def _get_star_code(self, line):
        """The number under which the supplier knows the part, else ours."""
        seller = line.product_id.seller_ids.filtered(
            lambda seller: seller.partner_id == self.partner_id.commercial_partner_id and seller.product_code)[:1]
        return seller.product_code or line.product_id.default_code
