from odoo import models


class ReportOldPartScrap(models.AbstractModel):
    """Old parts that were scrapped together: one page an outlet and day, signed by two (H6)."""
    _name = 'report.aftersales.report_old_part_scrap'
    _inherit = ['aftersales.print.mixin']
    _description = "Scrap Record of Old Parts"

    _print_model = 'aftersales.old.part'

    def _get_print_workshop(self, doc):
        return doc.workshop_id[:1]

    def _prepare_pages(self, docs):
        scrapped = docs.filtered(lambda part: part.stage == 'scrapped')
        groups = scrapped.grouped(lambda part: (part.workshop_id, part.workshop_id._get_local_day(part.scrapped_date)))
        return [self._prepare_page(parts) for __, parts in sorted(groups.items(), key=lambda group: (
            group[0][0].id, group[0][1]))]

    def _prepare_content(self, doc):
        parts = doc.sorted('name')
        return {
            'address': parts.workshop_id._get_print_address(),
            'parts': parts, 'company': parts.company_id, 'workshop': parts.workshop_id,
            'day': parts.workshop_id._get_local_day(parts[:1].scrapped_date),
            'scrappers': parts.move_ids.filtered(lambda move: move.custody_step == 'scrapped').user_id,
        }
