from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.aftersales.models.base.entries import Alert

READERS = 'aftersales.group_benefit'


class AftersalesOrder(models.Model):
    """An order whose customer uses coupons, points or what his level gives (G3)."""
    _inherit = 'aftersales.order'

    # Kept by the system: so that orders without any are asked nothing.
    has_benefits = fields.Boolean(readonly=True, copy=False)
    benefit_ids = fields.One2many('aftersales.benefit', 'order_id', string="Benefits", readonly=True, groups=READERS)
    benefit_count = fields.Integer(string="Number of Benefits", compute='_compute_benefit_count', groups=READERS)
    can_use_benefits = fields.Boolean(compute='_compute_can_use_benefits', groups=READERS)

    def _compute_benefit_count(self):
        counts = dict(self.env['aftersales.benefit']._read_group(
            [('order_id', 'in', self.ids), ('state', '!=', 'returned')], ['order_id'], ['__count']))
        for order in self:
            order.benefit_count = counts.get(order._origin, 0)

    @api.depends('state', 'partner_id')
    def _compute_can_use_benefits(self):
        has_loyalty = self.env['aftersales.benefit']._has_loyalty()
        for order in self:
            order.can_use_benefits = has_loyalty and not order.is_locked

    # === ACTION METHODS ===#

    def action_use_benefit(self):
        """A code is entered or scanned; what the customer has is offered."""
        self.ensure_one()
        self.check_access('write')
        self._check_unlocked()
        return self.env['aftersales.benefit.wizard']._open(self)

    def action_view_benefits(self):
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_benefits')
        return {**action, 'domain': [('order_id', '=', self.id)], 'context': {'search_default_standing': 1}}

    # === CRUD METHODS ===#

    def write(self, vals):
        result = super().write(vals)
        if 'partner_id' in vals:
            # sudo: cards are the system's, whoever says who the customer is
            self.sudo().filtered('has_benefits').benefit_ids._leave_other_customer()
        if {'partner_id', 'pricelist_id', 'fiscal_position_id', 'vehicle_id'} & vals.keys():
            self._follow_benefits()
        return result

    def unlink(self):
        # sudo: cards are the system's
        self.sudo().filtered('has_benefits').benefit_ids._give_back()
        return super().unlink()

    # === BUSINESS METHODS ===#

    def _note_benefits(self):
        self.sudo().has_benefits = True  # sudo: kept by the system
        self._follow_benefits()

    def _follow_benefits(self):
        """What benefits take off follows the work."""
        for order in self.filtered(lambda order: order.has_benefits and not order.is_locked):
            # sudo: what benefits give is the system's, whoever changes the work
            order.sudo().benefit_ids.filtered(lambda benefit: benefit.state == 'reserved')._recount()

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        orders = self.sudo().filtered('has_benefits')  # sudo: cards are the system's
        if target == 'cancelled':
            orders.benefit_ids._give_back_reserved()
        elif target == 'delivered':
            orders.benefit_ids.filtered(lambda benefit: not benefit.line_ids)._give_back_reserved()
        elif source == 'cancelled':
            orders.benefit_ids.filtered(lambda benefit: benefit.state == 'returned').line_ids.unlink()

    def _create_invoices(self):
        """What was given back and still stands on an order is taken again, or refused; what is due is what is given now."""
        orders = self.filtered('has_benefits')
        if orders:
            orders._claim_for_update()
            # sudo: cards are the system's
            orders.sudo().benefit_ids.filtered('line_ids')._reserve_again()
            orders._follow_benefits()
        return super()._create_invoices()

    def _get_alerts(self):
        alerts = super()._get_alerts()
        if not self._origin.has_benefits or not self.env.user.has_group(READERS):
            return alerts
        return alerts + [
            Alert('warning', self.env._(
                "%(benefit)s gives nothing as the work stands now: take it off, or add what it is for",
                benefit=benefit.display_name), 'action_view_benefits')
            for benefit in self._origin.benefit_ids.filtered(
                lambda benefit: benefit.state == 'reserved' and not benefit.line_ids)]

    def _get_benefit_sold(self):
        """Lines that benefits may take something off."""
        return self.line_ids.browse().concat(*(
            job._get_sold_lines() for job in self.job_ids if job._takes_benefits()))

    def _get_benefit_car(self):
        return self.vehicle_id

    def _check_may_use_benefits(self):
        """:raises UserError: where nothing may be taken off any more"""
        self.check_access('write')
        self._check_unlocked()
        if not self.job_ids.filtered(lambda job: job._takes_benefits()):
            raise UserError(self.env._(
                "%(order)s has no work of class A that the customer pays himself: coupons, points and member discounts are "
                "for that alone.", order=self.name))
