from odoo import api, models
from odoo.fields import Command


class AftersalesCheckin(models.Model):
    """The check-in begins with what the customer said before: the counter looks, marks and lets him sign (O3)."""

    _inherit = 'aftersales.checkin'

    @api.model_create_multi
    def create(self, vals_list):
        checkins = super().create(vals_list)
        for order, home in checkins.order_id._get_home_checkins().items():
            checkins.filtered(lambda checkin, order=order: checkin.order_id == order)._take_from_home(home)
        return checkins

    def _take_from_home(self, home):
        """Papers and damage as lines and marks: what a photo showed was seen, what was but said is not brought yet."""
        self.ensure_one()
        papers = home.photo_ids.filtered('document_id')
        damage = home.photo_ids - papers
        listed = self.paper_ids.document_id
        shown, said = papers.document_id - listed, home.document_ids - papers.document_id - listed
        vals = {}
        if shown or said:
            words = self.with_context(lang=self.order_id._get_lang()).env
            vals['paper_ids'] = [
                *(Command.create({'document_id': document.id, 'remark': words._("Photo sent by the customer")})
                  for document in shown),
                *(Command.create({
                    'document_id': document.id, 'possession': 'missing', 'remark': words._("The customer brings it along")})
                  for document in said)]
        if damage:
            vals['damage_ids'] = [Command.create(photo._prepare_mark_vals()) for photo in damage]
        if papers:
            vals['photo_ids'] = [Command.link(file.id) for file in self._keep_home_photos(papers)]
        if vals:
            self.write(vals)

    def _keep_home_photos(self, photos):
        return self.env['ir.attachment'].create([{
            'name': f"{photo.document_id.name or photo.id}.jpg", 'datas': photo.with_context(bin_size=False).image,
            'res_model': self._name, 'res_id': self.id} for photo in photos])
