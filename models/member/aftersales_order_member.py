from odoo import api, fields, models

from odoo.addons.aftersales.models.base.entries import Alert

READERS = 'aftersales.group_benefit'


class AftersalesOrder(models.Model):
    """What the counter sees of a member: his level, what it brings, and his points (G3)."""
    _inherit = 'aftersales.order'

    member_level_id = fields.Many2one('aftersales.member.level', compute='_compute_member_level_id', groups=READERS)
    loyalty_points = fields.Float(string="Points", compute='_compute_loyalty_points', groups=READERS)

    @api.depends('partner_id', 'company_id')
    def _compute_member_level_id(self):
        for company, orders in self.grouped('company_id').items():
            members = self.env['aftersales.member']._find(company, orders.partner_id.commercial_partner_id)
            for order in orders:
                member = members.get(order.partner_id.commercial_partner_id)
                order.member_level_id = member.level_id.sudo(False) if member else False

    @api.depends('partner_id', 'company_id')
    def _compute_loyalty_points(self):
        for company, orders in self.grouped('company_id').items():
            balances = self.env['aftersales.member']._fetch_balances(company, orders.partner_id.commercial_partner_id)
            for order in orders:
                order.loyalty_points = balances.get(order.partner_id.commercial_partner_id, 0.0)

    def _compute_can_use_benefits(self):
        """Without the app for coupons, only where the customer's level gives something."""
        super()._compute_can_use_benefits()
        for order in self.filtered(lambda order: not order.can_use_benefits and not order.is_locked):
            order.can_use_benefits = order.member_level_id.sudo()._has_discount()  # sudo: told to whoever uses it

    def _get_member(self):
        self.ensure_one()
        customer = self.partner_id.commercial_partner_id
        return self.env['aftersales.member']._find(self.company_id, customer).get(
            customer, self.env['aftersales.member'].sudo())

    def _get_alerts(self):
        alerts = super()._get_alerts()
        if not self.partner_id or self.is_locked or not self.env.user.has_group(READERS):
            return alerts
        customer = self.partner_id.commercial_partner_id._origin
        company = self.company_id or self.env.company
        member = self.env['aftersales.member']._find(company, customer).get(customer)
        points = self.env['aftersales.member']._fetch_balances(company, customer).get(customer)
        level = member.level_id if member else None
        words = [level.name, level.benefits] if level else []
        if points:
            words.append(self.env._("%(points)s points", points=f'{points:g}'))
        if member and member.lapse_date and member.lapse_date >= fields.Date.context_today(self):
            words.append(self.env._(
                "%(points)s of them lapse after %(day)s", points=member._get_lapse_points_text(), day=member._get_lapse_text()))
        if any(words):
            alerts.append(Alert('info', self.env._("Member: %(what)s", what=" · ".join(filter(None, words)))))
        return alerts
