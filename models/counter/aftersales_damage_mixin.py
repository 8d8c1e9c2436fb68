from odoo import api, fields, models

VIEWS = [
    ('front', 'Front'),
    ('back', 'Rear'),
    ('left', 'Left side'),
    ('right', 'Right side'),
    ('top', 'Top'),
    ('interior_front', 'Interior front'),
    ('interior_rear', 'Interior rear'),
    ('dashboard', 'Dashboard'),
    ('boot', 'Boot'),
]
KINDS = [
    ('scratch', 'Scratch'),
    ('dent', 'Dent'),
    ('crack', 'Crack'),
    ('chip', 'Stone chip'),
    ('rust', 'Rust'),
    ('stain', 'Stain'),
    ('tear', 'Tear'),
    ('burn', 'Burn'),
    ('broken', 'Broken part'),
    ('missing', 'Missing part'),
    ('other', 'Other'),
]


class AftersalesDamageMixin(models.AbstractModel):
    """A damage marked on the sketch of a car: ``x`` and ``y`` run from 0 to 1 over the view."""

    _name = 'aftersales.damage.mixin'
    _description = 'Damage on a Sketch'

    view = fields.Selection(selection=VIEWS, required=True)
    x = fields.Float(required=True, digits=(6, 4))
    y = fields.Float(required=True, digits=(6, 4))
    kind = fields.Selection(selection=KINDS, required=True, default='scratch')
    note = fields.Char()
    photo = fields.Image(max_width=1920, max_height=1920)

    _check_position = models.Constraint(
        'CHECK(x BETWEEN 0 AND 1 AND y BETWEEN 0 AND 1)',
        "A damage is marked on the sketch: its position lies between 0 and 1.",
    )

    @api.depends_context('lang')
    @api.depends('kind', 'view', 'note')
    def _compute_display_name(self):
        views = dict(self._fields['view']._description_selection(self.env))
        kinds = dict(self._fields['kind']._description_selection(self.env))
        for mark in self:
            mark.display_name = ' · '.join(filter(None, [kinds.get(mark.kind), views.get(mark.view), mark.note]))

    def _get_photo_checksums(self):
        """:return: dict of id of the mark: checksum of its photo"""
        # sudo: an attachment of a field is read through its record
        photos = self.env['ir.attachment'].sudo().search_fetch(
            [('res_model', '=', self._name), ('res_id', 'in', self.ids), ('res_field', '=', 'photo')],
            ['res_id', 'checksum'],
        )
        return {photo.res_id: photo.checksum for photo in photos}
