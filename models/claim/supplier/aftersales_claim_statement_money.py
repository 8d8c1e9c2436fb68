from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command


class AftersalesClaimStatement(models.Model):
    """What a supplier accepted comes back by a refund of a bill: paid, or set off against what we owe him."""
    _inherit = 'aftersales.claim.statement'

    # === ACTION METHODS ===#

    def action_create_refund(self):
        """Credit notes of the suppliers for what they accepted, to be posted by accounting."""
        self.check_access('write')
        self.env['account.move'].check_access('create')
        self.sudo()._claim_for_update()  # sudo: two who make it at once make one
        for statement in self:
            if statement.state != 'agreed':
                raise UserError(self.env._(
                    "%(statement)s is %(state)s: a refund follows from what was agreed.",
                    statement=statement.display_name, state=statement._get_state_label()))
            if statement.refund_id.state in ('draft', 'posted'):
                raise UserError(self.env._(
                    "%(statement)s has its refund already: %(refund)s.", statement=statement.display_name,
                    refund=statement.refund_id.display_name))
            if statement.currency_id.is_zero(statement.amount_accepted):
                raise UserError(self.env._(
                    "The supplier accepted nothing of %(statement)s. Settle it without a refund.",
                    statement=statement.display_name))
        refunds = self.env['account.move']
        for statement in self:
            refund = self.env['account.move'].with_company(statement.company_id).create(statement._prepare_refund_vals())
            statement.sudo().refund_id = refund  # sudo: the link is the system's
            refunds |= refund
        return refunds._get_records_action(name=self.env._("Refunds"))

    @staticmethod
    def _is_to_set_off(line):
        return line.account_id.account_type == 'liability_payable' and not line.reconciled

    def action_set_off(self):
        """Match the posted refunds with the suppliers' oldest open bills."""
        self.check_access('write')
        self.env['account.move'].check_access('write')
        for statement in self:
            refund = statement.refund_id
            if refund.state != 'posted':
                raise UserError(self.env._(
                    "%(statement)s has no posted refund yet. Create it and post it.", statement=statement.display_name))
            own = refund.line_ids.filtered(self._is_to_set_off)
            if not own:
                raise UserError(self.env._("%(refund)s is settled already.", refund=refund.display_name))
            bills = self.env['account.move.line'].search([
                ('company_id', '=', statement.company_id.id), ('partner_id', '=', own.partner_id.commercial_partner_id.id),
                ('account_id', 'in', own.account_id.ids), ('parent_state', '=', 'posted'), ('reconciled', '=', False),
                ('balance', '<', 0), ('move_id.move_type', '=', 'in_invoice'),
                ('currency_id', '=', own.currency_id.id)], order='date_maturity, id')
            if not bills:
                raise UserError(self.env._(
                    "%(supplier)s has no open bill: there is nothing to set off against.",
                    supplier=statement.partner_id.display_name))
            (own | bills).reconcile()

    # === BUSINESS METHODS ===#

    def _prepare_refund_vals(self):
        self.ensure_one()
        return {
            'move_type': 'in_refund', 'partner_id': self.partner_id.id, 'currency_id': self.currency_id.id,
            'ref': ' '.join(filter(None, (self.name, self.reference))), 'invoice_origin': self.name,
            'invoice_line_ids': [Command.create({
                'name': f'{line.claim_id.name} {line.claim_line_id.name}', 'quantity': 1.0,
                'price_unit': line.accepted_amount, 'tax_ids': [Command.clear()],
            }) for line in self.line_ids if line.accepted_amount],
        }
