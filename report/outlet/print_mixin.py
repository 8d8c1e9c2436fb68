from odoo import models


class AftersalesPrintMixin(models.AbstractModel):
    """A paper tells times by the clock of its outlet: fetched by a link, printed by a colleague abroad, or at night."""

    _inherit = 'aftersales.print.mixin'

    def _get_print_tz(self, doc):
        workshop = self._get_print_workshop(doc)
        return workshop._get_tz().zone if workshop else super()._get_print_tz(doc)

    def _get_print_workshop(self, doc):
        """The outlet whose paper it is; of what belongs to no single one, the first of the company."""
        if 'workshop_id' in doc._fields:
            return doc.workshop_id
        company = ('company_id' in doc._fields and doc.company_id) or self.env.company
        # sudo: the clock is told to whoever may print the paper
        return company.sudo().aftersales_workshop_ids[:1]
