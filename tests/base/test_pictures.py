import base64
from contextlib import closing
from io import BytesIO

from PIL import Image

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.counter import PNG, CheckinCommon

HTML = base64.b64encode(b'<html><script>alert(1)</script></html>')
SVG = base64.b64encode(b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')


def draw(form, size=(40, 30)):
    file = BytesIO()
    Image.new('RGB', size, (90, 10, 10)).save(file, form)
    return base64.b64encode(file.getvalue())


@tagged('post_install', '-at_install')
class TestPictures(CheckinCommon):
    """faults A6: what is kept as a signature or a photo is one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.no_pictures = {
            'HTML': HTML, 'SVG': SVG, 'PDF': base64.b64encode(b'%PDF-1.4 nothing'), 'a header alone': draw('PNG')[:40],
            'broken': draw('JPEG')[:-60], 'wrong length': b'abc', 'text': b'no base64 at all!', 'too many pixels': draw(
                'PNG', (9000, 9000)),
        }

    def _get_image_fields(self):
        return [
            (name, field) for name, model in sorted(self.env.registry.items()) if model._auto and not model._abstract
            for field in model._fields.values()
            if isinstance(field, fields.Image) and 'aftersales' in field._modules and field.store
        ]

    def test_every_picture_is_decoded(self):
        """Whatever field of ours: a generated walk."""
        found = self._get_image_fields()
        names = {f'{name}.{field.name}' for name, field in found}
        self.assertLessEqual({
            'aftersales.checkin.signature', 'aftersales.delivery.signature', 'aftersales.authorisation.signature',
            'aftersales.health.photo.image', 'aftersales.damage.mark.photo', 'aftersales.delivery.wizard.signature',
            'aftersales.leave.wizard.signature', 'aftersales.authorise.wizard.signature',
            'aftersales.loan.sheet.staff_signature',
        }, names)
        for name, field in found:
            for label, value in self.no_pictures.items():
                with self.subTest(field=f'{name}.{field.name}', value=label), closing(self.cr.savepoint()):
                    with self.assertRaisesRegex(ValidationError, "no picture that can be shown|too large a picture"):
                        self.env[name]._read_inputs({field.name: value})
            takes_photos = not field.name.endswith('signature')  # the house signs loan sheets, too: 'staff_signature'
            for form in ('PNG', 'JPEG', 'GIF'):
                read = self.env[name]._read_inputs
                if takes_photos or form == 'PNG':
                    read({field.name: draw(form)})
                else:
                    with self.assertRaises(ValidationError):
                        read({field.name: draw(form)})

    def test_signatures(self):
        """faults A6: HTML or SVG is no signature, whatever way it comes."""
        checkin = self._create_checkins()
        for value in (HTML, SVG, draw('JPEG')):
            with self.assertRaises(ValidationError):
                checkin.with_user(self.user_advisor).write({'signature': value})
            order = self._create_orders()
            order.action_receive()
            with self.assertRaises(ValidationError):
                order.job_ids._approve('signature', signatory='Chen Jing', signature=value)
            self.assertFalse(order.job_ids.authorisation_ids)
        checkin.with_user(self.user_advisor).signature = PNG
        self.assertTrue(checkin.signature)

    def _create_check(self):
        order = self._create_orders()
        order.action_receive()
        template = self.env['aftersales.health.template'].create({
            'name': "Round", 'model_ids': [Command.set(self.model_a.ids)],
            'item_ids': [Command.create({
                'name': "Belt", 'area_id': self.env['aftersales.health.area'].create({'name': "Engine"}).id})],
        })
        return self.env['aftersales.health.check'].with_user(self.user_technician).create({
            'order_id': order.id, 'template_id': template.id})

    def test_photos_of_an_item(self):
        """faults A6: neither empty nor HTML, and not a hundred of them."""
        line, photo = self._create_check().line_ids, draw('JPEG')
        for value in ('', False, HTML, SVG):
            with self.assertRaises(ValidationError):
                line.add_photo(value, "a.png")
        for _number in range(12):
            line.add_photo(photo, "a.jpg")
        with self.assertRaisesRegex(ValidationError, "12 photos already"):
            line.add_photo(photo, "a.jpg")

    def test_photos_of_a_checkin(self):
        """faults A6: a file that only calls itself a photo is not linked, and a linked one asked again at signing."""
        checkin = self._create_checkins()
        advisor = self.env['ir.attachment'].with_user(self.user_advisor)
        place = {'res_model': checkin._name, 'res_id': checkin.id}
        fake, empty, real = advisor.create([
            {'name': "front.png", 'datas': HTML, 'mimetype': 'image/png', **place},
            {'name': "empty.png", 'raw': b'', 'mimetype': 'image/png', **place},
            {'name': "front.jpg", 'datas': draw('JPEG'), **place},
        ])
        for file in fake, empty:
            with closing(self.cr.savepoint()), self.assertRaisesRegex(ValidationError, f"{file.name} is no photo"):
                checkin.with_user(self.user_advisor).write({'photo_ids': [Command.link(file.id)]})
        checkin.with_user(self.user_advisor).write({'photo_ids': [Command.link(real.id)], 'signature': PNG})
        real.raw = b'<html>'
        with closing(self.cr.savepoint()), self.assertRaisesRegex(UserError, "no photo|has changed since it was signed"):
            checkin.action_sign()
        many = advisor.create([{'name': f"{number}.jpg", 'datas': draw('JPEG'), **place} for number in range(41)])
        with self.assertRaisesRegex(ValidationError, "takes 40 photos"):
            checkin.with_user(self.user_advisor).write({'photo_ids': [Command.set(many.ids)]})

    def test_nothing_is_laid_beside_frozen_parts(self):
        """faults A6: no file is added to a photo of a done check, with or without a field, new or moved there."""
        check = self._create_check()
        check.line_ids.add_photo(draw('JPEG'), "a.jpg")
        photo = check.line_ids.photo_ids
        own = self.env['ir.attachment'].with_user(self.user_technician).create({'name': "mine.jpg", 'datas': draw('JPEG')})
        check.line_ids.result = 'urgent'
        check.action_done()
        for field in (False, 'image'):
            place = {'res_model': photo._name, 'res_id': photo.id, 'res_field': field}
            for user in (self.user_technician, self.user_manager):
                with self.subTest(field=field, user=user.name):
                    with self.assertRaises(UserError):
                        self.env['ir.attachment'].with_user(user).create({
                            'name': "beside.jpg", 'datas': draw('JPEG'), **place})
                    with self.assertRaises(UserError):
                        own.with_user(user).write(place)
