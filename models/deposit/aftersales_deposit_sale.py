from odoo import models


class AftersalesDeposit(models.Model):
    """What the window sees of a deposit on its sale."""
    _inherit = 'aftersales.deposit'

    def _get_sale_words(self, sale):
        """What is to be done about it, in a sentence; nothing where all is well."""
        words = {'deposit': self.name, 'amount': self.currency_id.format(self.amount)}
        if self.state == 'invoiced':
            return self.env._("Deposit %(deposit)s of %(amount)s is not paid yet.", **words)
        if self.state == 'held' and self.amount_held and sale.state in ('cancelled', 'invoiced'):
            return self.env._("Deposit %(deposit)s: %(held)s are held, and nothing is left to deduct them from: return it.",
                              held=self.currency_id.format(self.amount_held), **words)
        if self.is_lapsed:
            return self.env._("Deposit %(deposit)s: the parts are here and nobody came for them.", **words)
        return ""
