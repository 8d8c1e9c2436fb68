from odoo import api, fields, models


class AftersalesAction(models.Model):
    """What is done because of a complaint."""
    _inherit = 'aftersales.action'

    complaint_id = fields.Many2one(
        'aftersales.complaint', index='btree_not_null', ondelete='restrict', check_company=True)

    @api.model
    def _get_source_fields(self):
        return [*super()._get_source_fields(), 'complaint_id']

    @api.model
    def _describe_source(self, document):
        """Whoever sees no complaints reads no customer's words."""
        if document._name != 'aftersales.complaint':
            return super()._describe_source(document)
        return document.name if document.name != '/' else self.env._("New")
