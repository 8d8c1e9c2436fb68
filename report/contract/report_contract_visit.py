from odoo import models


class ReportContractVisit(models.AbstractModel):
    """The report of a visit at a fleet: state of each car, what is advised, what should be replaced."""
    _name = 'report.aftersales.report_contract_visit'
    _inherit = ['aftersales.print.mixin']
    _description = "Print of a Visit's Report"

    _print_model = 'aftersales.contract.visit'

    def _get_print_lang(self, doc):
        return doc.partner_id.lang or super()._get_print_lang(doc)

    def _prepare_content(self, doc):
        conditions = dict(doc.line_ids._fields['condition']._description_selection(doc.env))
        return {
            'address': doc.company_id.partner_id,
            'cars': [{
                'plate': car.license_plate or car.display_name, 'model': car.model_id.display_name, 'lines': [{
                    'name': line.name, 'value': f'{line.value:g}' if line.unit else '', 'unit': line.unit or '',
                    'condition': conditions.get(line.condition, ''), 'advice': line.advice or '',
                    'is_bad': line.condition == 'replace'} for line in lines],
            } for car, lines in doc.line_ids.grouped('vehicle_id').items()]}
