from odoo import api, models

from odoo.addons.aftersales.models.exchange.api.aftersales_exchange_api import RefusedCall


class AftersalesExchangeApi(models.AbstractModel):
    """Documents as STAR 5 shapes them, as text."""
    _inherit = 'aftersales.exchange.api'

    @api.model
    def get_document(self, kind=None, number=None, vin=None):
        """``RepairOrder`` or ``PartsOrder`` by number, ``VehicleServiceHistory`` by VIN: an XML document."""
        return self._answer('document', 'get_document', lambda place: place._get_document(kind, number, vin))

    @api.model
    def _get_document(self, kind, number, vin):
        if kind == 'RepairOrder':
            record = self._get_order(number)
            xml = record._write_star()
        elif kind == 'VehicleServiceHistory':
            record = self._get_vehicle(self._read_text(vin, 'vin', 40), None)
            xml = record._write_star_history(self.env.company)
        elif kind == 'PartsOrder':
            supplier = self.env['aftersales.exchange.partner']._get_caller().supplier_id.commercial_partner_id
            record = self.env['purchase.order'].search([
                ('name', '=', self._read_text(number, 'number', 40)), ('company_id', '=', self.env.company.id),
                ('partner_id', 'child_of', supplier.ids)], limit=1) if supplier else self.env['purchase.order']
            if not record:
                raise RefusedCall('unknown', self.env._("No order has this number here."))
            xml = record._write_aftersales_star()
        else:
            raise RefusedCall('invalid', self.env._(
                "“%(name)s” is RepairOrder, PartsOrder or VehicleServiceHistory.", name='kind'))
        return {'kind': kind, 'xml': xml.decode()}, record
