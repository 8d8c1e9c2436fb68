from odoo import api, fields, models


class AftersalesClaimLine(models.Model):
    """Who is asked second for a line, and what of it nobody else bears."""
    _inherit = 'aftersales.claim.line'

    statement_line_ids = fields.One2many('aftersales.claim.statement.line', 'claim_line_id', string="On Supplier Statements")
    second_supplier_id = fields.Many2one(
        'res.partner', string="Asked Second", compute='_compute_second_supplier_id', store=True, index='btree_not_null',
        help="The maker of this part, else of the causal part; labour follows the part that made it necessary.")

    @api.depends('supplier_id', 'claim_id.causal_maker_id', 'claim_id.causal_line_id.supplier_id', 'claim_id.partner_id')
    def _compute_second_supplier_id(self):
        for line in self:
            claim = line.claim_id
            supplier = line.supplier_id or claim.causal_line_id.supplier_id or claim.causal_maker_id
            ours = claim.partner_id.commercial_partner_id | claim.company_id.partner_id
            line.second_supplier_id = supplier.commercial_partner_id - ours

    def _get_borne(self):
        """Who bears these lines, as the ledger has it: what we bear, and what the maker has paid.

        What the ledger has for a whole claim is laid on its lines in their order, each up to its own amount.

        :return: dict of line: dict of account: amount; one query for any number of lines
        """
        claims = self.claim_id
        by_line, of_claim = {}, {}
        for claim, line, account, amount in self.env['aftersales.claim.entry'].sudo()._read_group(  # sudo: asked by the system
                [('claim_id', 'in', claims.ids), ('account', 'in', ('goodwill', 'internal', 'maker'))],
                ['claim_id', 'line_id', 'account'], ['amount:sum']):
            if line:
                by_line.setdefault(line.id, {})[account] = claim.currency_id.round(amount)
            else:
                of_claim.setdefault(claim.id, {})[account] = amount
        for claim in claims.filtered(lambda claim: claim.id in of_claim):
            claim.line_ids._lay_on(of_claim[claim.id], by_line)
        return {line: by_line.get(line.id, {}) for line in self}

    def _lay_on(self, amounts, by_line):
        """Lay the amounts of a whole claim on its lines, in the dict ``by_line``: what the maker paid on what he accepted,
        what we bear on what he did not; of a receivable that was given up, on what else nobody bears of a line."""
        for account, is_given_up in (('maker', False), *((own, given_up) for given_up in (False, True) for own in (
                'goodwill', 'internal'))):
            for line in self:
                borne = by_line.setdefault(line.id, {})
                room = line.decided_amount if account == 'maker' else line.amount - sum(
                    amount for name, amount in borne.items() if amount > 0 and (is_given_up or name != 'maker')) - (
                    0.0 if is_given_up else line.decided_amount)
                part = line.currency_id.round(max(0.0, min(room, amounts.get(account, 0.0))))
                if part:
                    amounts[account] -= part
                    borne[account] = line.currency_id.round(borne.get(account, 0.0) + part)
