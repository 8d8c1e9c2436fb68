from odoo import models
from odoo.exceptions import UserError


class AftersalesDeposit(models.Model):
    """Asked for, paid, deducted or returned: what is paid and posted moves it, nobody else does."""
    _inherit = 'aftersales.deposit'

    _transitions = {
        'draft': dict.fromkeys(('invoiced', 'cancelled')),
        'invoiced': dict.fromkeys(('held', 'cancelled')),
        'held': dict.fromkeys(('invoiced', 'deducted', 'returned')),
        'deducted': dict.fromkeys(('held', 'returned')),
        'returned': dict.fromkeys(('held', 'deducted')),
        'cancelled': {},
    }

    # === ACTION METHODS ===#

    def action_invoice(self):
        self._transition('invoiced')

    def action_cancel(self):
        self._transition('cancelled')

    def action_view_invoice(self):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window', 'res_model': 'account.move', 'view_mode': 'form', 'views': [(False, 'form')],
            'res_id': self.invoice_id.id}

    def action_return(self):
        """Ask what is kept and why."""
        self.ensure_one()
        self.env['aftersales.deposit.return.wizard'].check_access('create')
        self._check_can_be_returned()
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Return Deposit"), 'target': 'new', 'view_mode': 'form',
            'views': [(False, 'form')], 'res_model': 'aftersales.deposit.return.wizard',
            'context': {'default_deposit_id': self.id}}

    # === BUSINESS METHODS: TRANSITIONS ===#

    def _check_transition(self, target):
        self._claim_for_update()
        super()._check_transition(target)

    def _check_invoiced(self):
        self.filtered(lambda deposit: deposit.state == 'held')._check_unpaid()
        for deposit in self.filtered(lambda deposit: deposit.state == 'draft'):
            if not deposit._get_parts() or deposit.currency_id.compare_amounts(deposit.amount, 0) <= 0:
                raise UserError(self.env._(
                    "%(deposit)s: choose the parts it is for, and enter an amount above zero.", deposit=deposit.display_name))
            if deposit.currency_id.compare_amounts(deposit.amount, deposit.amount_parts) > 0:
                raise UserError(self.env._(
                    "%(deposit)s: no more than the parts cost can be asked for, which is %(amount)s.",
                    deposit=deposit.display_name, amount=deposit.currency_id.format(deposit.amount_parts)))
            if deposit._is_document_closed():
                raise UserError(self.env._(
                    "%(deposit)s: %(order)s is closed, nothing is ordered for it any more.",
                    deposit=deposit.display_name, order=deposit._get_document().name))

    def _is_document_closed(self):
        self.ensure_one()
        if self.counter_sale_id:
            return self.counter_sale_id.state != 'confirmed'
        return self.order_id.is_locked

    def _check_unpaid(self):
        held = self._read_held()
        for deposit in self.sudo():  # sudo: whether it is paid follows from its invoice
            if not deposit._is_payment_undone(held.get(deposit.id, 0.0)):
                raise UserError(self.env._(
                    "%(deposit)s is paid, and held for the customer.", deposit=deposit.display_name))

    def _after_invoiced(self, source):
        if source != 'draft':
            return
        for deposit in self.sudo():  # sudo: whoever takes deposits need not make invoices; accounting posts it
            deposit.invoice_id = self.env['account.move'].sudo().with_company(deposit.company_id).create(
                deposit._prepare_invoice_vals())

    def _check_held(self):
        for deposit in self.sudo():  # sudo: whether it is paid follows from its invoice
            invoice = deposit.invoice_id
            if invoice.state != 'posted' or invoice.payment_state not in ('paid', 'in_payment'):
                raise UserError(self.env._(
                    "%(deposit)s is held once its invoice is posted and paid.", deposit=deposit.display_name))

    def _check_deducted(self):
        self._check_nothing_held()

    def _check_returned(self):
        self._check_nothing_held()

    def _check_nothing_held(self):
        held = self._read_held()
        for deposit in self:
            if not deposit.currency_id.is_zero(held.get(deposit.id, 0.0)):
                raise UserError(self.env._(
                    "%(deposit)s: %(amount)s are held. Invoice the order or sale, or use “Return Deposit”.",
                    deposit=deposit.display_name, amount=deposit.currency_id.format(held[deposit.id])))

    def _check_cancelled(self):
        invoiced = self._read_invoiced(drafts=False)
        for deposit in self.sudo():  # sudo: whoever cancels it need not read invoices
            if deposit.invoice_id.state == 'posted' and not deposit.currency_id.is_zero(invoiced[deposit.id]):
                raise UserError(self.env._(
                    "%(deposit)s: its invoice is posted. Let accounting credit it first.", deposit=deposit.display_name))

    def _after_cancelled(self, source):
        drafts = self.sudo().invoice_id.filtered(lambda move: move.state == 'draft')  # sudo: made by the system
        drafts.button_cancel()

    def _check_can_be_returned(self):
        for deposit in self:
            if deposit.state not in ('held', 'deducted') or deposit.currency_id.compare_amounts(deposit._get_held(), 0) <= 0:
                raise UserError(self.env._(
                    "%(deposit)s: nothing is held that could be returned. Reload the page.", deposit=deposit.display_name))

    # === BUSINESS METHODS: WHAT THE BOOKS SAY ===#

    def _follow_books(self):
        """What was posted, paid, reset or deleted says where each deposit stands."""
        deposits = self.sudo()  # sudo: whoever keeps the books need not take deposits; the state is the system's
        deposits.filtered(lambda deposit: deposit.state == 'invoiced' and deposit._is_paid())._transition('held')
        held = deposits._read_held()
        for deposit in deposits.filtered(lambda deposit: deposit.state in ('held', 'deducted', 'returned')):
            deposit._check_not_overdrawn(held.get(deposit.id, 0.0))
            target = 'held' if not deposit.currency_id.is_zero(held.get(deposit.id, 0.0)) else deposit._get_settled_state()
            if target == deposit.state == 'held' and deposit._is_payment_undone(held[deposit.id]):
                target = 'invoiced'
            if target != deposit.state:
                deposit._transition(target)
            if deposit.amount_kept and not deposit._get_return_notes():
                deposit.amount_kept = 0

    def _check_not_overdrawn(self, held):
        """:raises UserError: when the same money would be given back, or deducted, twice"""
        if self.currency_id.compare_amounts(held, 0) < 0:
            raise UserError(self.env._(
                "%(deposit)s: %(amount)s more would be deducted or given back than was paid. Look at its other invoices and "
                "credit notes, also those not posted, and delete or correct one of them first.",
                deposit=self.display_name, amount=self.currency_id.format(-held)))

    def _is_paid(self):
        self.ensure_one()
        return self.invoice_id.state == 'posted' and self.invoice_id.payment_state in ('paid', 'in_payment')

    def _is_payment_undone(self, held):
        """Whether the customer owes it again; what is deducted or given back in part already stays with its documents."""
        self.ensure_one()
        return not self._is_paid() and self.currency_id.compare_amounts(held, self.invoice_id.amount_total) == 0

    def _get_settled_state(self):
        """How it came that nothing is held: all of it was deducted, or some of it given back."""
        self.ensure_one()
        is_returned = any(note.state == 'posted' for note in self._get_return_notes())
        return 'returned' if is_returned else 'deducted'

    def _get_return_notes(self):
        self.ensure_one()
        return self.move_line_ids.move_id.filtered(
            lambda move: move.reversed_entry_id == self.invoice_id and move.state != 'cancel')
