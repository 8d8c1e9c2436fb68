from odoo import api, fields, models

from odoo.addons.aftersales.models.outlet.zones import ZONES

from .rescue.aftersales_rescue import KINDS


class AftersalesRescueTariff(models.Model):
    """What a rescue partner may charge us; without a partner, what our own crews cost the customer (J7)."""
    _name = 'aftersales.rescue.tariff'
    _inherit = ['mail.thread']
    _description = "Rescue Tariff"
    _order = 'partner_id, kind, area_kind, id'

    partner_id = fields.Many2one(
        'res.partner', string="Rescue Partner", index='btree_not_null', ondelete='cascade', tracking=True,
        domain="[('aftersales_is_rescue_partner', '=', True)]", help="Empty: our own crews.")
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
    night_price = fields.Monetary(
        string="Night and Holidays", bounds=(0, 1e6), tracking=True, groups='aftersales.group_price,base.group_portal',
        help="On top, when the outlet's doors are closed at the time of the call.")
    absent_price = fields.Monetary(
        string="Nobody There", bounds=(0, 1e6), tracking=True, groups='aftersales.group_price,base.group_portal',
        help="For a trip to a place where the customer was not.")
    valid_until = fields.Date(tracking=True)

    _row_uniq = models.UniqueIndex(
        "(COALESCE(partner_id, 0), company_id, COALESCE(kind, ''), COALESCE(area_kind, ''), "
        "COALESCE(valid_until, '9999-12-31'::date))",
        "There is a price for the same kind and area already.")

    @api.depends('partner_id', 'kind', 'area_kind')
    @api.depends_context('lang')
    def _compute_display_name(self):
        for row in self:
            names = [dict(row._fields[name]._description_selection(self.env)).get(row[name]) for name in ('kind', 'area_kind')]
            row.display_name = ' · '.join(filter(None, (row.partner_id.name or self.env._("Own Crews"), *names)))

    @api.model
    def _find(self, partner, rescue):
        """The row that counts for a rescue on the day of its call, or none."""
        return self.search([('partner_id', '=', partner.id), ('company_id', '=', rescue.company_id.id)])._pick(rescue)

    def _pick(self, rescue):
        """The most particular of these rows that fits the rescue, or none."""
        day = rescue.workshop_id._get_local_day(rescue.call_date)
        rows = self.filtered(
            lambda row: row.company_id == rescue.company_id and row.kind in (False, rescue.kind)
            and row.area_kind in (False, rescue.area_kind) and (not row.valid_until or row.valid_until >= day))
        return rows.sorted(lambda row: (bool(row.kind), bool(row.area_kind), bool(row.valid_until)))[-1:]

    def _get_price(self, km, is_closed=False):
        self.ensure_one()
        row = self.sudo()  # sudo: what it comes to is asked by whoever may order it
        return row.currency_id.round(
            row.base_price + max(km - row.free_km, 0) * row.km_price + (row.night_price if is_closed else 0))
