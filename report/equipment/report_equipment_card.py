from odoo import models

# So many of the latest stand on the card.
LATEST = 12


class ReportEquipmentCard(models.AbstractModel):
    """A piece of equipment on one page: what it is, its care plan, calibrations, faults and loans."""
    _name = 'report.aftersales.report_equipment_card'
    _inherit = ['aftersales.print.mixin']
    _description = "Equipment Card"

    _print_model = 'maintenance.equipment'

    def _get_print_tz(self, doc):
        return doc.workshop_id._get_tz().zone

    def _prepare_pages(self, docs):
        return super()._prepare_pages(docs.filtered('workshop_id'))  # what is not the workshop's has no card

    def _prepare_content(self, doc):
        return {
            'address': doc.workshop_id._get_print_address(),
            'checks': self._get_latest(doc.check_ids),
            'faults': self._get_latest(
                doc.maintenance_ids.sorted(lambda fault: (fault.request_date, fault.id), reverse=True)),
        }

    def _get_latest(self, records):
        """The first of them, read together with those of the other pages."""
        return records[:LATEST].with_prefetch(records._prefetch_ids)
