from odoo import api, fields, models


class AftersalesFileImportLineMixin(models.AbstractModel):
    """A row that somebody has to look at; its name is what it is about."""
    _name = 'aftersales.file.import.line.mixin'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Row of an Imported File"
    _order = 'id'

    row_number = fields.Integer(string="Row", aggregator=None)
    verdict = fields.Selection(lambda self: self._get_verdicts(), string="Verdict")
    message = fields.Char(string="Remark")

    @api.model
    def _get_verdicts(self):
        """:return: list of (verdict, label), what is worst first"""
        return []
