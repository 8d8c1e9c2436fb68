from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class AftersalesAgreement(models.Model):
    """In force, it makes its customer one on account; on its day of the month it puts what was released on one invoice."""
    _inherit = 'aftersales.agreement'

    _transitions = {
        'draft': dict.fromkeys(('active', 'ended')),
        'active': dict.fromkeys(('ended',)),
        'ended': {},
    }

    # === ACTION METHODS ===#

    def action_activate(self):
        self._transition('active')

    def action_end(self):
        self._transition('ended')

    def action_collect(self):
        """Put what waits on the collective invoice now, before its day."""
        self.env['account.move'].check_access('create')
        self.check_access('read')
        moves = self._collect()
        if not moves:
            raise UserError(self.env._(
                "%(agreements)s: no order waits for the collective invoice. Release those that are done first.",
                agreements=", ".join(self.mapped('display_name'))))
        return moves._get_aftersales_invoices_action()

    # === BUSINESS METHODS: TRANSITIONS ===#

    def _check_active(self):
        """One agreement in force a customer and company: two would say two things of one order."""
        # sudo: as the database holds it, whoever may see the other one
        others = self.sudo().search([('partner_id', 'in', self.partner_id.ids), ('state', '=', 'active')])
        for agreement in self:
            other = (others + self - agreement).filtered(lambda other, agreement=agreement: (
                other.partner_id == agreement.partner_id and other.company_id == agreement.company_id))
            if other:
                raise UserError(self.env._(
                    "%(customer)s has an agreement in force already (%(other)s). End it first.",
                    customer=agreement.partner_id.display_name, other=other[0].name))

    def _after_active(self, source):
        # sudo: stamps and who is on account are the system's
        for agreement in self.sudo():
            agreement.collected_until = fields.Date.context_today(agreement)
        self.sudo().partner_id.aftersales_account_customer = True
        self._take_open_orders()

    def _check_ended(self):
        """Hook: what is in the house or released goes onto its last collective invoice all the same."""

    def _after_ended(self, source):
        """New orders are the customer's alone again, unless another company has an agreement with him."""
        today = fields.Date.context_today(self)
        for agreement in self.sudo():  # sudo: stamps and who is on account are the system's
            if not agreement.date_to or agreement.date_to > today:
                agreement.date_to = max(today, agreement.date_from)
        if source == 'active':
            partners = self.sudo().partner_id
            others = self.sudo().search([('partner_id', 'in', partners.ids), ('state', '=', 'active')])
            (partners - others.partner_id).aftersales_account_customer = False

    def _take_open_orders(self):
        """Orders that are open or not invoiced yet join the agreement."""
        customers = self.sudo().partner_id  # sudo: all of the customer's orders join, whoever signs
        Order = self.env['aftersales.order'].sudo()
        orders = Order.search(
            Domain('company_id', 'in', self.company_id.ids) & Domain('agreement_id', '=', False)
            & (Order._get_open_domain() | Domain('state', '=', 'draft') | Domain('invoice_status', '=', 'to_invoice'))
            & (Domain('partner_id', 'child_of', customers.ids) | Domain('job_ids.payer_id', 'child_of', customers.ids)))
        for name in ('agreement_id', 'cost_centre'):
            self.env.add_to_compute(orders._fields[name], orders)

    # === BUSINESS METHODS: COLLECTING ===#

    def _collect(self):
        """One invoice of all that was released, arranged as agreed; safe to be called twice, and by two at once.

        Who comes second waits for the agreement, sees what the first has done, and finds nothing more to collect.
        """
        moves = self.env['account.move']
        self._claim_for_update()
        today = fields.Date.context_today(self)
        for agreement in self:
            orders = agreement._get_orders_to_collect()
            if orders:
                moves |= orders._collect_onto_invoice()
        self.sudo().collected_until = today  # sudo: the stamp is the system's
        return moves

    def _get_orders_to_collect(self):
        self.ensure_one()
        orders = self.env['aftersales.order'].search(self._get_waiting_domain())
        return orders.filtered(lambda order: order._has_to_collect())

    @api.model
    def _cron_collect(self, batch=50):
        """On its day, or as soon after it as the system runs."""
        self._work_through(
            [('state', '!=', 'draft'), ('next_collection', '<=', fields.Date.context_today(self))], '_collect', batch,
            order='next_collection, id')
