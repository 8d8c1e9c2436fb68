from odoo import models


class ReportRescueRegister(models.AbstractModel):
    """The call-out register: who called, where from, who went; struck off when the signed report has come in (J7)."""
    _name = 'report.aftersales.report_rescue_register'
    _inherit = ['aftersales.print.mixin']
    _description = "Call-out Register"

    _print_model = 'aftersales.rescue'

    def _prepare_pages(self, docs):
        """One list of all, in the order of the calls; of each outlet its own, by its own clock."""
        pages = []
        for outlet, rescues in docs.grouped('workshop_id').items():
            terms = self._get_print_terms(rescues[:1])
            ordered = rescues.with_context(**terms).sorted(lambda rescue: (rescue.call_date, rescue.id))
            pages.append({
                **terms, 'doc': ordered[:1], 'rescues': ordered, 'outlet': outlet.with_context(**terms),
                'address': outlet._get_print_address()})
        return pages
