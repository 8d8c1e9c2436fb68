"""What a customer says on the form of the check-in from home, at home or on the kiosk: read once for both pages."""
import re
import unicodedata

from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.aftersales.controllers.base import reader

MAX_CONCERN, MAX_LINE, MAX_NAME = 2000, 200, 100
MOST_DAMAGE = 6
HIGHEST = 9_999_999
# Digits alone, or in groups of three as people write them.
ODOMETER = re.compile(r"[0-9]{1,7}|[0-9]{1,3}([ ,.'][0-9]{3}){1,2}")


def check_in(visit, channel, form):
    """Keep what the form says of ``visit``, which is the customer's and comes as the system.

    :param dict form: what was posted, files among it
    :raises UserError: what is missing or wrong, in words for him
    """
    vals = {
        **read_said(visit, form), 'channel': channel, 'ip_address': request.httprequest.remote_addr,
        'signatory': reader.read_line(form.get('signatory'), MAX_NAME)}
    if not vals['signatory']:
        raise UserError(request.env._("Please enter your name."))
    agreed = reader.read_token(form.get('conditions_hash')) if reader.read_flag(form.get('agrees')) else ''
    visit._check_in_from_home(vals, read_photos(visit, form), agreed)


def read_said(visit, form):
    """The visit in his words, with his wishes."""
    wishes = dict(visit.env['aftersales.home.checkin']._selection_old_parts_wish())
    return {
        'car_remark': reader.read_line(form.get('car_remark'), MAX_LINE) or False,
        'odometer': read_odometer(visit, form),
        'concern': reader.read_text(form.get('concern'), MAX_CONCERN) or False,
        'is_waiter': reader.read_flag(form.get('is_waiter')),
        'needs_loaner': reader.read_flag(form.get('needs_loaner')),
        'old_parts_wish': reader.read_choice(form.get('old_parts_wish'), wishes) or False,
        'document_ids': [(6, 0, [
            document.id for document in get_documents(visit) if reader.read_flag(form.get(f'document_{document.id}'))])],
    }


def read_odometer(visit, form):
    """:raises UserError: when it is none, or is asked about and not confirmed"""
    text = unicodedata.normalize('NFKC', reader.read_line(form.get('odometer'), 20))
    if not ODOMETER.fullmatch(text):
        raise UserError(request.env._("Enter the odometer in whole kilometres or miles, as your car shows it."))
    value = int(re.sub(r'\D', '', text))
    if not 0 < value <= HIGHEST:
        raise UserError(request.env._("Enter the odometer in whole kilometres or miles, as your car shows it."))
    if is_doubtful(visit, value) and not reader.read_flag(form.get('odometer_sure')):
        raise UserError(request.env._(
            "The odometer hardly fits what your car showed before. Read it again, and tick that it is right if it is."))
    return value


def is_doubtful(visit, value):
    return bool(visit.vehicle_id and visit.vehicle_id._get_reading_question(value))


def get_documents(visit):
    return visit.env['aftersales.checkin.document'].search([], limit=20)


def read_photos(visit, form):
    """Values of the photos that were posted.

    :raises UserError: naming a file that is no photo
    """
    views = dict(visit.env['aftersales.home.photo']._selection_view())
    asked = [(f'paper_{document.id}', {'document_id': document.id}) for document in get_documents(visit)]
    asked += [(f'damage_{number}', {
        'view': reader.read_choice(form.get(f'view_{number}'), views) or 'top',
        'note': reader.read_line(form.get(f'note_{number}'), MAX_LINE) or False,
    }) for number in range(1, MOST_DAMAGE + 1)]
    photos = []
    for name, vals in asked:
        file = form.get(name)
        if not file:  # nothing was chosen
            continue
        image = reader.read_photo(file)
        if not image:
            raise UserError(request.env._(
                "%(file)s is no photo that can be shown, or too large a one. Choose a JPEG or PNG of less than 20 MB.",
                file=reader.read_line(getattr(file, 'filename', ''), MAX_NAME)))
        photos.append({**vals, 'image': image})
    return photos
