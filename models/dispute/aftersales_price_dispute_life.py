from odoo import fields, models
from odoo.exceptions import AccessError, UserError

# What a decision gives, as a kind of the limits that complaints have.
KINDS = {'corrected': 'refund', 'discount': 'discount', 'goodwill': 'payment'}


class AftersalesPriceDispute(models.Model):
    """From the objection to what the customer says of the decision; who decides follows the limits of complaints (G5)."""
    _inherit = 'aftersales.price.dispute'

    _transitions = {
        'open': dict.fromkeys(('review', 'decided', 'withdrawn')),
        'review': dict.fromkeys(('decided', 'withdrawn')),
        'decided': dict.fromkeys(('closed', 'review', 'complaint')),
        'closed': {},
        'complaint': {},
        'withdrawn': {},
    }

    # === ACTION METHODS ===#

    def action_review(self):
        """Somebody looks into it; a decision that the customer does not take is looked at again."""
        self._transition('review')

    def action_decide(self):
        self._transition('decided')

    def action_close(self):
        self._transition('closed')

    def action_withdraw(self):
        self._transition('withdrawn')

    def action_let_leave(self):
        """The car leaves before it is decided: a manager says so, with what was paid or left for it."""
        self.check_access('write')
        self._claim_for_update()
        if not self.env.user.has_group('aftersales.group_manager'):
            raise AccessError(self.env._("Whether a car leaves while its price is disputed is decided by a manager."))
        for dispute in self:
            if dispute.counter_sale_id:
                raise UserError(self.env._(
                    "%(dispute)s is about parts: no car is kept for it.", dispute=dispute.display_name))
            if dispute.state not in ('open', 'review') or dispute.leave_date:
                raise UserError(self.env._(
                    "%(dispute)s does not keep the car any more. Reload the page.", dispute=dispute.display_name))
            if not (dispute.leave_kind and (dispute.leave_note or '').strip()):
                raise UserError(self.env._(
                    "%(dispute)s: enter whether he pays a part or leaves a guarantee, and how much or what it is.",
                    dispute=dispute.display_name))
        # sudo: who let it leave and when is the system's
        self.sudo().write({'leave_id': self.env.uid, 'leave_date': fields.Datetime.now()})

    def action_credit(self):
        """Odoo's own dialog makes the credit note of the invoice; what it makes is chosen here then."""
        self.ensure_one()
        if not self.invoice_id or self.invoice_id.state != 'posted':
            raise UserError(self.env._(
                "%(dispute)s: choose the posted invoice first. Before it is invoiced, correct the lines of %(order)s.",
                dispute=self.display_name, order=self._get_document().name))
        action = self.env['ir.actions.act_window']._for_xml_id('account.action_view_account_move_reversal')
        return {**action, 'context': {
            'active_model': 'account.move', 'active_ids': self.invoice_id.ids, 'active_id': self.invoice_id.id,
            'default_reason': self.name}}

    def action_make_complaint(self):
        """He does not agree: what he said and what was decided go into a complaint, with its own deadlines."""
        self.ensure_one()
        self._claim_for_update()
        self._transition('complaint')
        return {
            'type': 'ir.actions.act_window', 'res_model': 'aftersales.complaint', 'view_mode': 'form',
            'views': [(False, 'form')], 'res_id': self.sudo().complaint_id.id}  # sudo: it was made just now

    def action_view_order(self):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window', 'res_model': self._get_document()._name, 'view_mode': 'form',
            'views': [(False, 'form')], 'res_id': self._get_document().id}

    # === BUSINESS METHODS: TRANSITIONS ===#

    def _check_decided(self):
        for dispute in self:
            if not dispute.decision or not (dispute.decision_text or '').strip():
                raise UserError(self.env._(
                    "%(dispute)s: enter the decision, and what the customer is told.", dispute=dispute.display_name))
            if bool(dispute.amount_given) != (dispute.decision in KINDS):
                raise UserError(self.env._(
                    "%(dispute)s: an amount is given where something is corrected, reduced or paid from goodwill, and only "
                    "there.", dispute=dispute.display_name))
        self._check_authority()

    def _check_authority(self):
        """:raises AccessError: when what is given goes beyond the limits of the user's roles"""
        Limit = self.env['aftersales.complaint.limit']
        for company, disputes in self.grouped('company_id').items():
            limits = Limit._get_limits(company)
            for dispute in disputes.filtered('amount_given'):
                given = dispute.currency_id._convert(dispute.amount_given, company.currency_id, company, dispute.date)
                if not Limit._may_decide(self.env.user, limits, {KINDS[dispute.decision]: given}):
                    raise AccessError(self.env._(
                        "%(dispute)s goes beyond your limit of %(limit)s. Ask your supervisor to decide it.",
                        dispute=dispute.display_name, limit=Limit._describe_limit(self.env.user, company)))

    def _after_decided(self, source):
        # sudo: who decided and when is the system's
        self.sudo().write({'decided_id': self.env.uid, 'decided_date': fields.Datetime.now()})

    def _check_closed(self):
        for dispute in self.sudo():  # sudo: whoever closes it need not read invoices
            if not dispute.told_by or not dispute.answer:
                raise UserError(self.env._(
                    "%(dispute)s: enter how the customer was told and what he says to it.", dispute=dispute.display_name))
            if dispute.answer != 'agrees':
                raise UserError(self.env._(
                    "%(dispute)s: he does not agree. Look at it again, or make a complaint of it.",
                    dispute=dispute.display_name))
            invoice, note = dispute.invoice_id, dispute.credit_note_id
            if dispute.amount_given and invoice.state == 'posted' and not (
                    note.state == 'posted' and note.reversed_entry_id == invoice
                    and dispute.currency_id.compare_amounts(note.amount_total, dispute.amount_given) >= 0):
                raise UserError(self.env._(
                    "%(dispute)s: %(invoice)s is posted. Make the credit note of what was given, post and choose it.",
                    dispute=dispute.display_name, invoice=invoice.name))

    def _after_closed(self, source):
        self.sudo().told_date = fields.Datetime.now()  # sudo: the stamp is the system's

    def _check_review(self):
        """Hook: rooms may ask for more."""

    def _after_review(self, source):
        """Looked at again: what was decided stands in the log, and is decided anew."""
        again = self.filtered(lambda dispute: source == 'decided')
        if again:
            # sudo: the stamps are the system's
            again.sudo().write({'decided_id': False, 'decided_date': False, 'answer': False})

    def _after_complaint(self, source):
        for dispute in self:
            story = '\n'.join(filter(None, (dispute.name, dispute.story, dispute.decision_text)))
            # sudo: the complaint is made of what was noted here, whoever handles it then
            dispute.sudo().complaint_id = self.env['aftersales.complaint'].sudo().with_company(dispute.company_id).create({
                'kind': 'complaint', 'channel': 'counter', 'company_id': dispute.company_id.id,
                'workshop_id': dispute.workshop_id.id, 'partner_id': dispute.partner_id.id,
                'vehicle_id': dispute.vehicle_id.id, 'order_id': dispute.order_id.id, 'invoice_id': dispute.invoice_id.id,
                'story': story})

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        if target not in ('open', 'review'):
            self._end_late_tasks()
