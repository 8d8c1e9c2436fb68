from odoo import api, fields, models


class AftersalesRescuePhoto(models.Model):
    """A photo from the place: the car, the damage, the load; by the crew's phone or from the desk."""
    _name = 'aftersales.rescue.photo'
    _inherit = ['aftersales.photo.mixin']
    _description = "Photo of a Rescue"
    _order = 'rescue_id.id desc, id'
    _frozen_with = 'rescue_id'
    _most_photos = 24

    rescue_id = fields.Many2one('aftersales.rescue', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='rescue_id.company_id', store=True, index=True)
    name = fields.Char(string="What It Shows")
    taken_date = fields.Datetime(string="Taken On", readonly=True, default=fields.Datetime.now)
    crew_name = fields.Char(string="Taken by Crew", readonly=True)

    @api.model
    def _add_from_crew(self, offer, image):
        """A photo by the crew's phone; sent twice over a slow network it is one."""
        photo = self.create({'rescue_id': offer.rescue_id.id, 'image': image, 'crew_name': offer.crew_name})
        files = offer.rescue_id.photo_ids._get_attachments()  # the token is checked
        own = files.filtered(lambda file: file.res_id == photo.id)
        if own.checksum in (files - own).mapped('checksum'):
            photo.unlink()
