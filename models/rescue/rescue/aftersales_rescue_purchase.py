from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .aftersales_rescue_life import DISPATCH


class AftersalesRescue(models.Model):
    """What a partner may charge for it: ordered at his tariff, and his bill held against that (J7)."""
    _inherit = 'aftersales.rescue'
    # A bill comes when all is over.
    _free_fields = frozenset({'purchase_id', 'partner_km'})

    partner_km = fields.Integer(string="Partner's km", bounds=(0, 20_000), copy=False, tracking=True)
    purchase_id = fields.Many2one(
        'purchase.order', string="Partner's Order", readonly=True, copy=False, index='btree_not_null', ondelete='set null')
    tariff_price = fields.Monetary(
        string="By Tariff", compute='_compute_bill', compute_sudo=True, groups='aftersales.group_price,base.group_portal')
    billed_price = fields.Monetary(
        string="Billed", compute='_compute_bill', compute_sudo=True, groups='aftersales.group_price,base.group_portal')
    is_bill_above = fields.Boolean(string="Bill Above Tariff", compute='_compute_bill', compute_sudo=True)

    @api.depends('crew_partner_id', 'partner_km', 'kind', 'area_kind', 'purchase_id.order_line.invoice_lines.price_unit',
                 'purchase_id.order_line.invoice_lines.quantity', 'purchase_id.order_line.invoice_lines.move_id.state')
    def _compute_bill(self):
        # The tariffs of all of them are read at once.
        tariffs = self.env['aftersales.rescue.tariff'].search([
            ('partner_id', 'in', self.crew_partner_id.ids), ('company_id', 'in', self.company_id.ids)])
        by_partner = tariffs.grouped('partner_id')
        for rescue in self:
            rows = by_partner.get(rescue.crew_partner_id, tariffs.browse())
            row = rows._pick(rescue) if rows and rescue.call_date else rows.browse()
            lines = rescue.purchase_id.order_line.invoice_lines.filtered(lambda line: line.move_id.state != 'cancel')
            rescue.tariff_price = row._get_price(rescue.partner_km) if row else 0.0
            # As it stands on the bill, as the tariff is written.
            rescue.billed_price = sum(
                line.price_unit * line.quantity * (-1 if line.move_id.move_type == 'in_refund' else 1) for line in lines)
            rescue.is_bill_above = bool(lines) and rescue.currency_id.compare_amounts(
                rescue.billed_price, rescue.tariff_price) > 0

    def action_order_partner(self):
        """Order what the partner did at his tariff; his bill is held against it."""
        self.ensure_one()
        self.check_access('write')
        if not self.env.user.has_group(DISPATCH):
            raise self._get_role_error()
        self._claim_for_update()
        if not self.purchase_id:
            self._order_partner()
        return self.action_view_purchase()

    def action_view_purchase(self):
        self.ensure_one()
        if self.env['purchase.order'].has_access('read'):
            return self._get_form_action(self.purchase_id)
        return None

    # === BUSINESS METHODS ===#

    def _get_tariff(self):
        self.ensure_one()
        Tariff = self.env['aftersales.rescue.tariff']
        return Tariff._find(self.crew_partner_id, self) if self.crew_partner_id and self.call_date else Tariff

    def _order_partner(self):
        if not self.crew_partner_id or not (self.arrived_date or self.solved_date):
            raise UserError(self.env._(
                "%(rescue)s: no partner has done anything yet that could be ordered.", rescue=self.display_name))
        row = self._get_tariff()
        if not row:
            raise UserError(self.env._(
                "%(partner)s has no tariff for this kind and area. Enter it on the partner's card first.",
                partner=self.crew_partner_id.name))
        product = self.env.ref('aftersales.product_sublet')
        words = ' · '.join(filter(None, (self.name, self.license_plate, self.place)))
        # sudo: whoever dispatches orders at the tariff, and needs no other rights of purchase
        self.sudo().purchase_id = self.env['purchase.order'].sudo().with_company(self.company_id).create({
            'partner_id': self.crew_partner_id.id, 'company_id': self.company_id.id, 'origin': self.name, 'user_id': False,
            'order_line': [Command.create({
                'product_id': product.id, 'name': words, 'product_qty': 1, 'price_unit': row._get_price(self.partner_km)})]})
        self._message_log(body=self.env._(
            "Ordered from %(partner)s at the tariff.", partner=self.crew_partner_id.name))
