from odoo import api, fields, models

from .type.aftersales_contract_type import REFUNDS, STARTS

TERMS = ('start', 'months', 'distance', 'refund', 'start_months')


class AftersalesContract(models.Model):
    """How a contract begins, how long it runs and how it is given up stays as it was sold: whoever edits the type edits what
    is sold from then on (contracts, §2)."""
    _inherit = 'aftersales.contract'

    term_start = fields.Selection(STARTS, string="Begins as Sold", readonly=True, copy=False)
    term_months = fields.Integer(string="Months as Sold", readonly=True, copy=False, bounds=(0, 240))
    term_distance = fields.Integer(string="Kilometres as Sold", readonly=True, copy=False, bounds=(0, 1000000))
    term_refund = fields.Selection(REFUNDS, string="Given Up as Sold", readonly=True, copy=False)
    term_start_months = fields.Integer(
        string="Begins Within as Sold (Months)", readonly=True, copy=False, bounds=(0, 120))
    start = fields.Selection(STARTS, string="Contract Begins", compute='_compute_terms')
    refund_way = fields.Selection(REFUNDS, compute='_compute_terms', export_string_translation=False)

    @api.depends(*(f'type_id.{name}' for name in TERMS), *(f'term_{name}' for name in TERMS))
    def _compute_terms(self):
        for contract in self:
            contract.start = contract._get_term('start')
            contract.refund_way = contract._get_term('refund')

    def _after_invoiced(self, source):
        super()._after_invoiced(source)
        for contract in self.sudo():  # sudo: what was sold is the system's
            contract.write({f'term_{name}': contract.type_id[name] for name in TERMS})

    def _get_term(self, name):
        """``start``, ``months`` and what else is in ``TERMS``: as it was sold, until then as its type says."""
        self.ensure_one()
        return self[f'term_{name}'] if self.term_months else self.type_id[name]
