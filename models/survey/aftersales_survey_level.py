from odoo import fields, models


class AftersalesSurveyLevel(models.Model):
    """One answer of a scale."""
    _name = 'aftersales.survey.level'
    _description = "Level of a Scale"
    _order = 'scale_id, sequence, id'

    scale_id = fields.Many2one('aftersales.survey.scale', required=True, ondelete='cascade', index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    mark = fields.Integer(bounds=(0, 10), help="The higher, the more content.")
    is_mark = fields.Boolean(
        string="Counts", default=True, help="Off for “does not apply”: such an answer is in no mean and no rate.")
    key = fields.Char(size=1, help="The key that gives this answer when it is typed from paper or asked by phone.")

    _mark_unique = models.UniqueIndex(
        '(scale_id, mark) WHERE is_mark', "Two levels of one scale have the same mark. Give each a mark of its own.")
    _key_unique = models.UniqueIndex(
        '(scale_id, key) WHERE key IS NOT NULL', "Two levels of one scale have the same key. Give each a key of its own.")
