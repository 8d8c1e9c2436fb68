from odoo import api, fields, models
from odoo.exceptions import ValidationError

MOST_PHOTOS = 24


class AftersalesRescuePhoto(models.Model):
    """A photo from the place: the car, the damage, the load; by the crew's phone or from the desk."""
    _name = 'aftersales.rescue.photo'
    _inherit = ['aftersales.frozen.part.mixin', 'aftersales.system.values.mixin']
    _description = "Photo of a Rescue"
    _order = 'rescue_id.id desc, id'
    _frozen_with = 'rescue_id'

    rescue_id = fields.Many2one('aftersales.rescue', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='rescue_id.company_id', store=True, index=True)
    name = fields.Char(string="What It Shows")
    image = fields.Image(required=True, max_width=1600, max_height=1600)
    taken_date = fields.Datetime(string="Taken On", readonly=True, default=fields.Datetime.now)
    crew_name = fields.Char(string="Taken by Crew", readonly=True)

    @api.constrains('rescue_id')
    def _check_number(self):
        counts = self.sudo()._read_group([('rescue_id', 'in', self.rescue_id.ids)], ['rescue_id'], ['__count'])
        for rescue, count in counts:
            if count > MOST_PHOTOS:
                raise ValidationError(self.env._(
                    "%(rescue)s has %(limit)s photos already. Remove one that shows nothing more than the others.",
                    rescue=rescue.display_name, limit=MOST_PHOTOS))

    @api.model
    def _add_from_crew(self, offer, image):
        """A photo by the crew's phone; sent twice over a slow network it is one."""
        photo = self.create({'rescue_id': offer.rescue_id.id, 'image': image, 'crew_name': offer.crew_name})
        # sudo: an attachment of a field is read through its record; the token is checked
        files = self.env['ir.attachment'].sudo().search_fetch([
            ('res_model', '=', self._name), ('res_id', 'in', offer.rescue_id.photo_ids.ids), ('res_field', '=', 'image'),
        ], ['res_id', 'checksum'])
        own = files.filtered(lambda file: file.res_id == photo.id)
        if own.checksum in (files - own).mapped('checksum'):
            photo.unlink()

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not vals.get('image'):
                raise ValidationError(self.env._("The photo is empty. Take it again."))
        return super().create(vals_list)
