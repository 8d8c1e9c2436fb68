from odoo import models


class ReportOldPartCores(models.AbstractModel):
    """What goes back to be credited (清退单): one page a supplier and outlet, signed by both (H6)."""
    _name = 'report.aftersales.report_old_part_cores'
    _inherit = ['aftersales.print.mixin']
    _description = "Core Return List"

    _print_model = 'aftersales.old.part'

    def _get_print_workshop(self, doc):
        return doc.workshop_id[:1]

    def _prepare_pages(self, docs):
        """Of what is chosen that which goes back and is here, or is with them already."""
        going = docs.filtered(
            lambda part: part.duty in ('core', 'maker') and part.supplier_id and part.handed_in_date
            and part.stage not in ('asked', 'lost'))
        return [
            self._prepare_page(parts)
            for parts in going.grouped(lambda part: (part.workshop_id, part.supplier_id)).values()]

    def _prepare_content(self, doc):
        parts = doc.sorted('name')
        return {
            'address': parts.workshop_id._get_print_address(),
            'parts': parts, 'partner': parts.supplier_id, 'company': parts.company_id, 'workshop': parts.workshop_id,
            # The print reads as the system: what the cores are worth is told to whoever sees prices.
            'total': sum(parts.mapped('value')) if self.env.user.has_group('aftersales.group_price') else None,
        }
