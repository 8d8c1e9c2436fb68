from odoo import api, fields, models

from odoo.addons.aftersales.models.outlet.zones import ZONES

from .rescue.aftersales_rescue import KINDS


class AftersalesRescueTariff(models.Model):
    """What a rescue partner may charge us (J7)."""
    _name = 'aftersales.rescue.tariff'
    _inherit = ['mail.thread']
    _description = "Tariff of a Rescue Partner"
    _order = 'partner_id, kind, area_kind, id'
    _rec_name = 'partner_id'

    partner_id = fields.Many2one('res.partner', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related='company_id.currency_id')
    kind = fields.Selection(KINDS, tracking=True, help="Empty: all.")
    area_kind = fields.Selection(ZONES, string="Area", tracking=True, help="Empty: all.")
    base_price = fields.Monetary(
        string="Call-out", bounds=(0, 1e6), tracking=True, groups='aftersales.group_price,base.group_portal')
    km_price = fields.Monetary(
        string="Per km", bounds=(0, 1e5), tracking=True, groups='aftersales.group_price,base.group_portal')
    free_km = fields.Integer(string="Included km", bounds=(0, 10_000), tracking=True)
    valid_until = fields.Date(tracking=True)

    _row_uniq = models.UniqueIndex(
        "(partner_id, company_id, COALESCE(kind, ''), COALESCE(area_kind, ''), COALESCE(valid_until, '9999-12-31'::date))",
        "This partner has a price for the same kind and area already.")

    @api.model
    def _find(self, partner, rescue):
        """The row that counts for a rescue on the day of its call, or none."""
        day = rescue.workshop_id._get_local_day(rescue.call_date)
        rows = self.search([('partner_id', '=', partner.id), ('company_id', '=', rescue.company_id.id)]).filtered(
            lambda row: row.kind in (False, rescue.kind) and row.area_kind in (False, rescue.area_kind)
            and (not row.valid_until or row.valid_until >= day))
        return rows.sorted(lambda row: (bool(row.kind), bool(row.area_kind), bool(row.valid_until)))[-1:]

    def _get_price(self, km):
        self.ensure_one()
        row = self.sudo()  # sudo: what it comes to is asked by whoever may order it
        return row.currency_id.round(row.base_price + max(km - row.free_km, 0) * row.km_price)
