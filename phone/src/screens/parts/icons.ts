/** The Tabler icons in use, as path data: state is never by colour alone. */
import alert from "@tabler/icons/outline/alert-triangle.svg?raw";
import back from "@tabler/icons/outline/chevron-left.svg?raw";
import backspace from "@tabler/icons/outline/backspace.svg?raw";
import bag from "@tabler/icons/outline/briefcase.svg?raw";
import camera from "@tabler/icons/outline/camera.svg?raw";
import cash from "@tabler/icons/outline/cash.svg?raw";
import check from "@tabler/icons/outline/check.svg?raw";
import clock from "@tabler/icons/outline/clock.svg?raw";
import cross from "@tabler/icons/outline/x.svg?raw";
import dog from "@tabler/icons/outline/dog.svg?raw";
import done from "@tabler/icons/outline/circle-check.svg?raw";
import dots from "@tabler/icons/outline/dots.svg?raw";
import eraser from "@tabler/icons/outline/eraser.svg?raw";
import face from "@tabler/icons/outline/face-id.svg?raw";
import failed from "@tabler/icons/outline/circle-x.svg?raw";
import forward from "@tabler/icons/outline/chevron-right.svg?raw";
import home from "@tabler/icons/outline/home.svg?raw";
import homeAway from "@tabler/icons/outline/home-question.svg?raw";
import idCard from "@tabler/icons/outline/id.svg?raw";
import key from "@tabler/icons/outline/key.svg?raw";
import list from "@tabler/icons/outline/list-details.svg?raw";
import map from "@tabler/icons/outline/map.svg?raw";
import lock from "@tabler/icons/outline/lock.svg?raw";
import message from "@tabler/icons/outline/message.svg?raw";
import moon from "@tabler/icons/outline/moon.svg?raw";
import phone from "@tabler/icons/outline/phone.svg?raw";
import pin from "@tabler/icons/outline/map-pin.svg?raw";
import printer from "@tabler/icons/outline/printer.svg?raw";
import refresh from "@tabler/icons/outline/refresh.svg?raw";
import ripple from "@tabler/icons/outline/ripple.svg?raw";
import road from "@tabler/icons/outline/road.svg?raw";
import scan from "@tabler/icons/outline/scan.svg?raw";
import search from "@tabler/icons/outline/search.svg?raw";
import sent from "@tabler/icons/outline/cloud-check.svg?raw";
import settings from "@tabler/icons/outline/settings.svg?raw";
import shield from "@tabler/icons/outline/shield-check.svg?raw";
import stairs from "@tabler/icons/outline/stairs.svg?raw";
import sunny from "@tabler/icons/outline/sun.svg?raw";
import turn from "@tabler/icons/outline/camera-rotate.svg?raw";
import thumb from "@tabler/icons/outline/fingerprint.svg?raw";
import todo from "@tabler/icons/outline/circle-dashed.svg?raw";
import unclear from "@tabler/icons/outline/user-question.svg?raw";
import unsent from "@tabler/icons/outline/cloud-upload.svg?raw";
import upload from "@tabler/icons/outline/upload.svg?raw";
import user from "@tabler/icons/outline/user-check.svg?raw";
import users from "@tabler/icons/outline/users.svg?raw";
import volume from "@tabler/icons/outline/volume.svg?raw";
import way from "@tabler/icons/outline/navigation.svg?raw";
import write from "@tabler/icons/outline/signature.svg?raw";
import otherFace from "@tabler/icons/outline/user-x.svg?raw";

const drawn = {
  alert, back, backspace, bag, camera, cash, check, clock, cross, dog, done, dots, eraser, face, failed, forward, home,
  homeAway, idCard, key, list, lock, map, message, moon, otherFace, phone, pin, printer, refresh, ripple, road, scan, search, sent, settings, shield,
  stairs, sunny, thumb, todo, turn, unclear, unsent, upload, user, users, volume, way, write,
};

export type IconName = keyof typeof drawn;

const BLANK = "M0 0h24v24H0z";

/** The strokes of an icon on a 24 x 24 grid. */
export function strokes(name: IconName): string[] {
  return Array.from(drawn[name].matchAll(/ d="([^"]+)"/g), (found) => found[1] ?? "").filter((d) => d !== BLANK);
}
