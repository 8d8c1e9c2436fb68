from odoo import api, models

from .aftersales_agreement_terms import PROMISED


class AftersalesDeadline(models.Model):
    """What an agreement promises counts before the table; who hears of it when it is late stays the table's (A4)."""
    _inherit = 'aftersales.deadline'

    @api.model
    def _get_ends(self, document, records, step, starts):
        ends = super()._get_ends(document, records, step, starts)
        if document != 'rescue' or step not in PROMISED:
            return ends
        agreements = records._find_agreements()
        terms = {record: agreements[record]._get_term(step) for record in records}
        return {
            record: (row, starts[record] + terms[record] if terms[record] and starts.get(record) else end)
            for record, (row, end) in ends.items()}
