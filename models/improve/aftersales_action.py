from odoo import api, fields, models


class AftersalesAction(models.Model):
    """What is done because of an idea, or to reach a goal."""
    _inherit = 'aftersales.action'

    idea_id = fields.Many2one(
        'aftersales.idea', string="Idea", index='btree_not_null', ondelete='restrict', check_company=True)
    goal_id = fields.Many2one(
        'aftersales.goal', string="Goal", index='btree_not_null', ondelete='restrict', check_company=True)

    @api.model
    def _get_source_fields(self):
        return [*super()._get_source_fields(), 'idea_id', 'goal_id']

    @api.model
    def _describe_source(self, document):
        """Whose idea it was, and what else it says, is told to those who may read it."""
        return document.name if document._name == 'aftersales.idea' else super()._describe_source(document)
