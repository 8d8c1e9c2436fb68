from odoo import models


class ReportClaimPartsList(models.AbstractModel):
    """The old parts that go back to a supplier (清退单): signed for by who takes them (I4).

    What lies here is a list to be signed; what was signed is printed from what was sealed.
    """
    _name = 'report.aftersales.report_claim_parts_list'
    _inherit = ['aftersales.print.mixin']
    _description = "List of Parts Handed to a Supplier"

    _print_model = 'aftersales.claim.statement'

    def _get_print_lang(self, doc):
        return doc.partner_id.lang or super()._get_print_lang(doc)

    def _prepare_pages(self, docs):
        waiting = docs._find_parts()
        pages = super()._prepare_pages(docs)
        for doc, page in zip(docs, pages, strict=True):
            page['waiting'] = [
                (part.name, part.product_id.with_context(lang=page['lang']).display_name, f'{part.quantity:g}',
                 part.serial_number or '', part.order_id.name) for part in waiting[doc]]
        return pages

    def _prepare_content(self, doc):
        return {
            'address': doc.company_id.partner_id,
            'handovers': [
                {'handover': handover, 'rows': [row.split('\t') for row in (handover.parts or '').splitlines()]}
                for handover in doc.handover_ids],
        }
