from base64 import b64decode
from io import BytesIO

from lxml import html
from PIL import Image

from odoo.exceptions import UserError, ValidationError
from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.models.health.aftersales_health_video import MOST_BYTES
from odoo.addons.aftersales.tests.dealership.health import FILM, HealthCommon

DATA = b64decode(FILM)
MP4 = b'\x00\x00\x00\x18ftypmp42' + bytes(100)


@tagged('post_install', '-at_install')
class TestHealthVideo(HealthCommon, HttpCase):
    """E12: a short film of a finding, from the tablet to the customer's page."""

    def setUp(self):
        super().setUp()
        self.check = self._check()
        self.line = self._line(self.check, self.lamp)
        picture = BytesIO()
        Image.new('RGB', (64, 48), (200, 0, 0)).save(picture, 'JPEG')
        self.poster = picture.getvalue()

    def _login(self, user):
        self.authenticate(user.login, user.login)

    def _post(self, film=DATA, line=None, **values):
        """As the tablet sends it."""
        self.env.flush_all()
        return self.url_open(
            f'/aftersales/health/line/{(line or self.line).id}/video',
            data={'csrf_token': Request.csrf_token(self), 'seconds': '12', **values},
            files={'film': ('film', film, 'video/webm'), 'poster': ('poster.jpg', self.poster, 'image/jpeg')})

    def test_record_and_remove(self):
        self._login(self.user_technician)
        shown = self._post().json()
        self.env.invalidate_all()
        video = self.line.video_ids
        self.assertEqual(shown['videos'], video.ids)
        self.assertEqual((video.seconds, video.name), (12, self.line.name))
        film = video._get_films()
        self.assertTrue(film.store_fname, "It stands in the file store, not in the table.")
        self.assertEqual((film.raw, film.mimetype), (DATA, 'video/webm'))
        self.assertIn("a video already", self._post().json()['error'])
        self.assertEqual(self.line.with_user(self.user_technician).remove_video(video.id)['videos'], [])
        self.assertFalse(film.exists())
        self._post(MP4)
        self.env.invalidate_all()
        self.assertEqual(self.line.video_ids._get_films().mimetype, 'video/mp4', "whatever the tablet calls it")

    def test_what_is_no_short_video(self):
        self._login(self.user_technician)
        for film, values, sentence in (
            (b'', {}, "no video that can be shown"), (b'<html><script>alert(1)</script>', {}, "no video that can be shown"),
            (DATA[:4] + bytes(500), {}, "no video that can be shown"),
            (b'\x00\x00\x00\x18ftypheic' + bytes(100), {}, "no video that can be shown"),
            (DATA[:4] + bytes(MOST_BYTES), {}, "larger than"), (DATA, {'seconds': '31'}, "30"),
        ):
            with self.subTest(sentence):
                self.assertIn(sentence, self._post(film, **values).json()['error'])
        self.env.invalidate_all()
        self.assertFalse(self.line.video_ids)
        with self.assertRaisesRegex(ValidationError, "no video that can be shown"):
            self.env['aftersales.health.video'].create({'line_id': self.line.id, 'film': 'no base64 ü'})

    @mute_logger('odoo.http')
    def test_who_may_record_and_see(self):
        """Technicians, inspectors, advisors, dispatchers record; another company's people do not even see it."""
        self._login(self.user_parts)
        self.assertIn('error', self._post().json())
        self._login(self.user_technician)
        video_id, = self._post().json()['videos']
        url = f'/aftersales/health/video/{video_id}'
        self.assertEqual(self.url_open(url).content, DATA)
        self.assertEqual(self.url_open('/aftersales/health/video/0').status_code, 404)
        self._login(self.user_other_advisor)
        self.assertEqual(self.url_open(url).status_code, 404)
        self.assertEqual(self._post().status_code, 404)

    def test_is_sent_in_pieces(self):
        """A phone asks for the range it plays."""
        self._login(self.user_technician)
        video_id, = self._post().json()['videos']
        answer = self.url_open(f'/aftersales/health/video/{video_id}', headers={'Range': 'bytes=4-9'})
        self.assertEqual((answer.status_code, answer.content), (206, DATA[4:10]))
        self.assertEqual(answer.headers['Content-Range'], f'bytes 4-9/{len(DATA)}')
        self.assertEqual(answer.headers['Content-Type'], 'video/webm')

    def test_stays_with_the_check(self):
        self._login(self.user_technician)
        self._post()
        self.env.invalidate_all()
        video = self.line.video_ids.with_user(self.user_technician)
        with self.assertRaisesRegex(ValidationError, "not exchanged"):
            video.film = FILM
        self._finish_check(self.check)
        film = video.sudo()._get_films().with_user(self.user_technician)
        for attempt in (
            video.unlink, lambda: self.line.remove_video(video.id), lambda: video.write({'seconds': 1}),
            lambda: film.write({'mimetype': 'image/png'}),  # the customer's page shows films alone
        ):
            with self.assertRaisesRegex(UserError, "stays as it is"):
                attempt()
        self.assertIn("stays as it is", self._post(line=self._line(self.check, self.belt)).json()['error'])

    def test_customers_page(self):
        """Whoever has the link sees it, in pieces, as long as the question is open; the answer names it."""
        self.line.with_user(self.user_technician).answer({'result': 'urgent'})
        video = self.env['aftersales.health.video'].with_user(self.user_technician)._record(self.line, DATA, self.poster, 9)
        self.order.job_ids._approve('phone')
        self.line._create_job()
        job = self.line.job_id.with_user(self.user_advisor)
        self.env['aftersales.order.line'].create({'job_id': job.id, 'product_id': self.part.id})
        url = f'/aftersales/authorise/{self.order._ask_customer().sudo().token}'
        page = self.url_open(url)
        film = video.sudo()._get_films()
        shown, = html.fromstring(page.text).xpath('//video')
        self.assertEqual((shown.get('src'), shown.get('poster')), (f'{url}/video/{film.id}', f'{url}/video/{film.id}?poster=1'))
        self.assertTrue({'controls', 'playsinline'} <= set(shown.attrib), "He starts it himself, where it stands.")
        self.assertIn("media-src 'self'", page.headers['Content-Security-Policy'])
        piece = self.url_open(f'{url}/video/{film.id}', headers={'Range': 'bytes=0-3'})
        self.assertEqual((piece.status_code, piece.content), (206, DATA[:4]))
        self.assertEqual(piece.headers['Cache-Control'], 'no-store, private')
        poster = self.url_open(f'{url}/video/{film.id}?poster=1')
        self.assertEqual(poster.headers['Content-Type'], 'image/jpeg')
        self.assertEqual(self.url_open(f'{url}/video/0').status_code, 404)
        answer = job._approve('phone')
        self.assertEqual(answer._get_content()['videos'], [[film.name, film.checksum]])
        self.assertTrue(answer.is_intact)
        self.assertEqual(self.url_open(f'{url}/video/{film.id}').status_code, 404, "answered")
