from odoo import api, fields, models

DIFFERENCES = [
    ('unknown', "Unknown claim"), ('other_company', "Another company's claim"), ('other_maker', "Another maker's claim"),
    ('currency', "Another currency"), ('amount', "No amount"), ('date', "No such day"), ('doubled', "Twice in the file"),
    ('credited', "Credited already"), ('undecided', "Not decided yet"), ('unposted', "Receivable not posted"),
    ('less', "Less than owed"), ('more', "More than owed"), ('negative', "Charged back"),
]
# What is booked although it differs.
BOOKABLE = ('less', 'more')


class AftersalesClaimCreditLine(models.Model):
    """A row of a maker's credit list beside what he owes of that claim."""
    _name = 'aftersales.claim.credit.line'
    _description = "Row of a Credit List"
    _inherit = ['aftersales.system.values.mixin']
    _order = 'credit_id.id desc, row_number, id'
    _rec_name = 'claim_text'

    credit_id = fields.Many2one('aftersales.claim.credit', required=True, readonly=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='credit_id.company_id', store=True, index=True)
    currency_id = fields.Many2one(related='credit_id.currency_id')
    state = fields.Selection(related='credit_id.state', string="Status")
    row_number = fields.Integer(string="Row", readonly=True, help="In the file.")
    claim_text = fields.Char(string="As Written", readonly=True)
    amount_text = fields.Char(string="Amount as Written", readonly=True)
    date_text = fields.Char(string="Day as Written", readonly=True)
    reason_text = fields.Char(string="Reason as Written", readonly=True)
    currency_text = fields.Char(string="Currency as Written", readonly=True)
    claim_id = fields.Many2one('aftersales.claim', readonly=True, index='btree_not_null', ondelete='restrict')
    date = fields.Date(readonly=True)
    amount = fields.Monetary(string="Credited", readonly=True)
    amount_due = fields.Monetary(string="Owed", readonly=True, help="Without or with taxes, as the list says its amounts.")
    booked_total = fields.Monetary(string="To Book", readonly=True, help="With taxes.")
    reason_id = fields.Many2one('aftersales.claim.reason', readonly=True, index='btree_not_null', ondelete='restrict')
    row_hash = fields.Char(readonly=True, index='btree_not_null')
    difference = fields.Selection(DIFFERENCES, readonly=True, index='btree_not_null')
    next_step = fields.Char(string="What to Do", compute='_compute_next_step')

    # === COMPUTE METHODS ===#

    @api.depends('difference')
    @api.depends_context('lang')
    def _compute_next_step(self):
        steps = self._get_next_steps()
        for line in self:
            line.next_step = steps.get(line.difference, '')

    # === BUSINESS METHODS ===#

    @api.model
    def _get_next_steps(self):
        return {
            'unknown': self.env._("Look for the number in the maker's portal; correct it in the file."),
            'other_company': self.env._("Give the row to the company it belongs to."),
            'other_maker': self.env._("Ask both makers who pays the claim."),
            'currency': self.env._("Ask the maker for a list in the currency of his terms."),
            'amount': self.env._("Correct the amount in the file, or choose the decimal sign in the maker's terms."),
            'date': self.env._("Correct the day in the file."),
            'doubled': self.env._("Nothing: the first of the two rows counts."),
            'credited': self.env._("Nothing is owed any more: ask the maker whether he pays twice."),
            'undecided': self.env._("Enter the maker's decision first."),
            'unposted': self.env._("Post the receivable first."),
            'less': self.env._("Ask for the rest, or credit it and say who bears it."),
            'more': self.env._("What is too much stays open with the maker: set it off or pay it back."),
            'negative': self.env._("Credit the receivable and say who bears it."),
        }
