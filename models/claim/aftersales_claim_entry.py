from odoo import api, fields, models


class AftersalesClaimEntry(models.Model):
    """The ledger of a case: who owes and who bears what the car got, at each step (I3, I4).

    Each step moves an amount from one account to another as two entries, so the entries of a claim sum to zero at any
    time. Amounts are without taxes, in the claim's currency. Entries are only added: what is taken back is moved back.
    """
    _name = 'aftersales.claim.entry'
    _description = "Ledger of a Claim"
    _inherit = ['aftersales.frozen.mixin', 'aftersales.system.values.mixin']
    _is_born_frozen = True
    _order = 'claim_id.id desc, id'
    _rec_name = 'account'

    claim_id = fields.Many2one('aftersales.claim', required=True, readonly=True, index=True, ondelete='restrict')
    line_id = fields.Many2one('aftersales.claim.line', readonly=True, index='btree_not_null', ondelete='restrict')
    company_id = fields.Many2one(related='claim_id.company_id', store=True, index=True)
    currency_id = fields.Many2one(related='claim_id.currency_id', store=True)
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now, index=True)
    user_id = fields.Many2one('res.users', readonly=True, ondelete='restrict', default=lambda self: self.env.user)
    account = fields.Selection(
        selection=[
            ('work', "Given to the Car"),  # credit: what the claim is about; never moved back but by a withdrawal
            ('asked', "Asked of the Maker"),
            ('due', "Owed by the Maker"),
            ('maker', "Paid by the Maker"),
            ('disputed', "Not Accepted, Undecided"),
            ('goodwill', "Goodwill, Our Cost"),
            ('internal', "Internal Cost"),
            ('customer', "Charged to the Customer"),
            ('supplier_asked', "Asked of the Supplier"),
            ('supplier_due', "Owed by the Supplier"),
            ('supplier', "Paid by the Supplier"),
        ],
        required=True, readonly=True, index=True)
    amount = fields.Monetary(readonly=True)
    event = fields.Char(required=True, readonly=True, help="What happened: claim submitted, decided, credited …")
    move_id = fields.Many2one(
        'account.move', string="Journal Entry", readonly=True, index='btree_not_null', ondelete='restrict')

    # === BUSINESS METHODS ===#

    def _get_frozen_message(self):
        return self.env._("The ledger of a claim is never changed: what is taken back is entered anew.")

    @api.model
    def _get_birth_refusal(self):
        return self.env._("The ledger of a claim is kept by the system: it follows what happens to the claim.")

    @api.model
    def _move_amount(self, claim, source, target, amount, event, **values):
        """Move ``amount`` from account ``source`` to ``target``; nothing when it is zero.

        :return: the two entries
        """
        amount = claim.currency_id.round(amount)
        if claim.currency_id.is_zero(amount):
            return self.browse()
        # sudo: the ledger is the system's, whoever does the step
        return self.sudo().create([
            {'claim_id': claim.id, 'account': account, 'amount': signed, 'event': event, **values}
            for account, signed in ((source, -amount), (target, amount))])

    @api.model
    def _get_balances(self, claims):
        """:return: dict of claim: dict of account: balance; one query for any number of claims"""
        balances = {claim: {} for claim in claims}
        for claim, account, amount in self.sudo()._read_group(  # sudo: asked by who may read the claim
                [('claim_id', 'in', claims.ids)], ['claim_id', 'account'], ['amount:sum']):
            balances[claim.with_env(claims.env)][account] = claim.currency_id.round(amount)
        return balances
